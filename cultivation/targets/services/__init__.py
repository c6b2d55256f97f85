"""Acts on targets and published figures. Each runs inside a revision that the caller has opened.

Their codes are given once and never change; nothing is deleted: a target is retired by date, a
figure is corrected, and the journal keeps what stood there before.
"""

from cultivation.targets.services.figures import correct_figure, record_figure
from cultivation.targets.services.targets import change_target, retire_target, set_target

__all__ = ["change_target", "correct_figure", "record_figure", "retire_target", "set_target"]
