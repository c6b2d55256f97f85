"""Words for what a list says of a title: number, validity, batch, review."""

from django.utils.translation import gettext_lazy as _

from .entries import ONLY_FIRMS, ONLY_LIST, Entry, entry

FIELDS: list[Entry] = [
    entry(
        "number",
        "text",
        # zh: 证书编号
        _("Certificate number"),
        """
        入库登记编号 登记编号 入库编号 入库号 入库登记号 证书编号 证书号 证书号码 证书编码
        认定证书编号 认定编号 认定证书号 备案编号 资格编号 称号编号 评价编号 入库登记编码
        number certificate_number certificate_no cert_no
        """,
        catalogues=ONLY_LIST,
    ),
    entry(
        "valid_from",
        "date",
        # zh: 有效期起
        _("Valid from"),
        """
        有效期起 有效期自 有效期始 有效期开始 有效期从 有效期起始 有效期(起) 有效期(自)
        有效期起始日 有效期起始日期 有效期起始时间 有效期开始日期 有效期开始时间 有效期起日
        有效期起期 有效起始日期 有效开始日期 有效起始日 起始日期 起始时间 开始日期 开始时间
        生效日期 生效时间 证书有效期起 证书有效期自 证书生效日期 认定有效期起 认定起始时间
        认定起始日期 有效期限起 有效期限自 valid_from effective_date start_date
        """,
        weak="""
        入库时间 入库日期 入库登记时间 入库登记日期 认定时间 认定日期 发证日期 发证时间
        获评时间 获评日期 授牌时间 授予时间 授予日期 颁证日期 颁发日期 证书颁发日期 获证日期
        取得时间 取得日期 获得时间 获得日期 获批时间 获批日期 入选时间 入选日期 认证时间
        certified_date certified_on
        """,
        otherwise="decided_on",
        catalogues=ONLY_LIST,
    ),
    entry(
        "valid_to",
        "last_day",
        # zh: 有效期至（末日）
        _("Valid until (last day)"),
        """
        有效期至 有效期止 有效期到 有效期终 有效期截止 有效期结束 有效期(至) 有效期(止)
        有效期截止日 有效期截止日期 有效期截止时间 有效期终止日期 有效期结束日期 有效期结束时间
        有效期止日 有效期止期 有效截止日期 有效截止日 有效期届满日期 有效期届满日 截止日期
        截止时间 截至日期 截至时间 到期日期 到期日 到期时间 终止日期 终止时间 结束日期 结束时间
        失效日期 失效时间 届满日期 证书有效期至 证书有效期止 证书到期日期 证书到期日
        证书到期时间 认定有效期至 有效期限至 有效期限止 资格到期时间 valid_to valid_until
        expiry expires expiry_date end_date
        """,
        catalogues=ONLY_LIST,
    ),
    entry(
        "validity",
        "period",
        # zh: 有效期
        _("Validity"),
        """
        有效期 有效期限 有效期间 有效时间 有效期起止 有效期(起止) 有效期起止时间 有效期起止日期
        有效期起止日 起止时间 起止日期 证书有效期 证书有效期限 认定有效期 认定有效期限
        资格有效期 称号有效期 有效期(年) 有效年限 有效期年限 validity
        """,
        catalogues=ONLY_LIST,
    ),
    entry(
        "decided_on",
        "date",
        # zh: 公告日期
        _("Decided on"),
        """
        公告日期 公告时间 公布日期 公布时间 批准日期 批准时间 批复日期 批复时间 发文日期
        发文时间 印发日期 印发时间 公告发布时间 公告发布日期 文件日期 批文日期 认定公告日期
        认定公告时间 决定日期 decided_on decision_date announced_on
        """,
        catalogues=ONLY_LIST,
    ),
    entry(
        "batch",
        "text",
        # zh: 批次
        _("Batch"),
        """
        批次 认定批次 批次名称 所属批次 入库批次 入选批次 获批批次 获评批次 公示批次 公告批次
        评审批次 申报批次 认定年度批次 认定年度及批次 年度批次 批次(年度) 第几批 batch
        """,
        catalogues=ONLY_LIST,
    ),
    entry(
        "year",
        "year",
        # zh: 年度
        _("Year"),
        """
        年度 年份 认定年度 认定年份 入库年度 入库年份 申报年度 申报年份 评审年度 评价年度
        获评年度 获评年份 认定年 批次年度 授予年度 year
        """,
        catalogues=ONLY_LIST,
    ),
    entry(
        "year",
        "year",
        # zh: 数据年度
        _("Year of the figures"),
        "年度 年份 数据年度 数据年份 报告年度 统计年度 会计年度 财务年度 所属年度 填报年度 year",
        catalogues=ONLY_FIRMS,
    ),
    entry(
        "tier",
        "text",
        # zh: 层级
        _("Tier"),
        """
        层级 梯度 梯度层级 所属层级 企业层级 认定层级 培育层级 认定类型 认定类别 认定名称
        认定称号 称号 称号名称 荣誉称号 荣誉名称 资质名称 入库类型 入库类别 库别 所属库
        企业类别 申报类型 申报类别 认定级别 认定等级 获评称号 获得称号 评价类型 tier
        """,
        weak="类别 级别 等级 level category 资质",
        catalogues=ONLY_LIST,
    ),
    entry(
        "status",
        "text",
        # zh: 状态
        _("Status"),
        "状态 认定状态 有效状态 证书状态 资格状态 认定结果 审核状态 当前状态 是否有效 status",
        catalogues=ONLY_LIST,
    ),
    entry(
        "recommendation",
        "text",
        # zh: 推荐意见
        _("Recommendation"),
        """
        推荐意见 审核意见 初审意见 评审意见 区级意见 区推荐意见 推荐理由 推荐结论 审核结果
        审核结论 初审结果 初审结论 评审结果 评审结论 专家意见 区初审意见 复审意见 复核意见
        复核结果 推荐审核意见 是否推荐 是否同意推荐 是否通过 recommendation
        """,
        catalogues=ONLY_LIST,
    ),
    entry(
        "visit_result",
        "text",
        # zh: 实地核查结论
        _("Result of the site visit"),
        """
        实地核查结论 实地核查意见 实地核查结果 核查结论 核查意见 核查结果 现场核查结论
        现场核查意见 现场核查结果 实地抽查结论 实地核查情况
        """,
        catalogues=ONLY_LIST,
    ),
    entry(
        "score",
        "text",
        # zh: 得分
        _("Score"),
        """
        得分 评分 总分 总得分 分数 综合得分 综合评分 评价得分 评审得分 自评得分 自评分 自评分数
        得分(直通条件) 得分或直通条件 得分/直通条件 专家评分 专精特新发展评价得分 score
        """,
        catalogues=ONLY_LIST,
    ),
    entry(
        "direct_route",
        "text",
        # zh: 直通条件
        _("Direct route"),
        """
        直通条件 直通情况 是否直通 直通车条件 直接认定条件 认定方式 认定路径 申报方式
        满足直通条件
        """,
        catalogues=ONLY_LIST,
    ),
    entry(
        "carrier_name",
        "text",
        # zh: 平台（载体）名称
        _("Name of the platform or incubator"),
        """
        平台名称 基地名称 孵化器名称 众创空间名称 载体名称 示范平台名称 示范基地名称
        孵化载体名称 双创载体名称 空间名称 carrier_name
        """,
        catalogues=ONLY_LIST,
    ),
]
