"""The questions that are asked, the answers that are missing, and the route of a proposal.

The equality lead may override the computed route with a reason, as published cases were screened
out for reasons that no rule of a quick check can see. Both are stored and printed; a screening is
signed too, and its report says that it is not an EIA.
"""
