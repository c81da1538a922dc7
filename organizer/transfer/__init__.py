"""Transfer: a plan is carried out, taken back or recovered. The only place that changes files of a person."""
