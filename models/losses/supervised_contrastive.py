"""The supervised contrastive loss.

Reference: Khosla et al., Supervised contrastive learning, NeurIPS 2020,
arXiv:2004.11362 (equation 2, L_out).
"""

from torch import Tensor


def supervised_contrastive(
    points: Tensor, classes: Tensor, *, temperature: float
) -> Tensor:
    """Return the mean loss of the points that have another of their class beside them.

    Args:
        points: unit vectors, shape (B, D).
        classes: whole numbers, shape (B,).
        temperature: how sharply near and far are told apart.

    Returns:
        A scalar; 0 where no class has two members.
    """
    likeness = points @ points.T / temperature  # (B, B)
    likeness.fill_diagonal_(float("-inf"))
    log_share = likeness.log_softmax(dim=1)  # (B, B)
    positive = classes[:, None] == classes[None, :]  # (B, B)
    positive.fill_diagonal_(False)
    partners = positive.sum(dim=1)  # (B,)
    summed = log_share.masked_fill(~positive, 0.0).sum(dim=1)  # (B,)
    has_partner = partners > 0
    if not has_partner.any():
        return points.sum() * 0
    return -(summed[has_partner] / partners[has_partner]).mean()
