"""Words for the figures of a year. 万元 unless title, head or cell say otherwise."""

from django.utils.translation import gettext_lazy as _

from .entries import Entry, entry

FIELDS: list[Entry] = [
    entry(
        "revenue",
        "money",
        # zh: 营业收入
        _("Revenue"),
        """
        营业收入 营业总收入 企业营业收入 全年营业收入 年营业收入 年度营业收入 营业收入总额
        营业收入总计 营收 营收总额 销售收入 年销售收入 销售总收入 总收入 年收入 年营收 销售额
        年销售额 营业额 产品销售收入 revenue turnover sales
        """,
        yearly=True,
    ),
    entry(
        "main_revenue",
        "money",
        # zh: 主营业务收入
        _("Main revenue"),
        "主营业务收入 主营收入 主营业务收入总额 主营业务营业收入 主导产品收入 main_revenue",
        weak="主导产品销售收入 主导产品营业收入 主营产品收入 主营产品销售收入",
        otherwise="other",
        yearly=True,
    ),
    entry(
        "rd_expense",
        "money",
        # zh: 研发费用
        _("R&D expense"),
        """
        研发费用 研发投入 研发经费 研发支出 研发费 研发费用总额 研发费用合计 研发费用投入
        研发经费投入 研发经费支出 研发投入总额 研发投入金额 研究开发费用 研究开发费
        研究开发经费 研究开发投入 研究与试验发展经费 研究开发费用总额 r&d费用 r&d投入 r&d经费
        r&d经费支出 r&d支出 rd_expense rd_expenses r&d_expense
        """,
        yearly=True,
    ),
    entry(
        "assets",
        "money",
        # zh: 资产总额
        _("Total assets"),
        """
        资产总额 总资产 资产总计 资产合计 期末资产总额 年末资产总额 期末资产总计 资产
        企业资产总额 资产规模 assets total_assets
        """,
        yearly=True,
    ),
    entry(
        "liabilities",
        "money",
        # zh: 负债总额
        _("Total liabilities"),
        """
        负债总额 总负债 负债总计 负债合计 期末负债总额 年末负债总额 负债 liabilities
        total_liabilities
        """,
        yearly=True,
    ),
    entry(
        "net_profit",
        "money",
        # zh: 净利润
        _("Net profit"),
        "净利润 净利润总额 净利润额 净利 税后利润 年净利润 net_profit",
        yearly=True,
    ),
    entry(
        "equity_financing",
        "money",
        # zh: 新增股权融资
        _("New equity financing"),
        """
        新增股权融资 新增股权融资额 新增股权融资总额 新增股权融资金额 当年新增股权融资
        新增股权融资(合格机构投资者实缴额) equity_financing
        """,
        yearly=True,
    ),
    entry(
        "staff",
        "count",
        # zh: 从业人数
        _("Staff"),
        """
        从业人数 从业人员 从业人员数 从业人员数量 从业人员总数 从业人员期末人数 期末从业人数
        期末从业人员 年末从业人员 年末从业人数 从业人员平均人数 企业从业人员 职工人数 职工总数
        职工数 职工总人数 企业职工总数 在职职工人数 在职职工 在职职工数 员工人数 员工总数
        员工数 员工数量 员工总人数 全职员工人数 全职员工数 企业人数 企业总人数 人数 总人数
        人员总数 用工人数 staff employees headcount
        """,
        yearly=True,
    ),
    entry(
        "rd_staff",
        "count",
        # zh: 研发人员
        _("R&D staff"),
        """
        研发人员 研发人数 研发人员数 研发人员数量 研发人员人数 研发人员总数 研究开发人员
        研究开发人员数 从事研发人员 研发职工人数 r&d人员 r&d人员数 rd_staff
        """,
        weak="""
        科技人员 科技人员数 科技人员数量 科技活动人员 科技人员总数 技术人员 科研人员 科研人员数
        """,
        otherwise="other",
        yearly=True,
    ),
    entry(
        "ip_class1",
        "count",
        # zh: Ⅰ类知识产权数
        _("Class I intellectual property"),
        """
        i类知识产权 i类知识产权数 i类知识产权数量 i类知识产权个数 一类知识产权 一类知识产权数
        一类知识产权数量 1类知识产权 1类知识产权数 1类知识产权数量 i类知识产权(件)
        有效i类知识产权 有效i类知识产权数 有效i类知识产权数量 ip_class1
        与主导产品相关的i类知识产权 与主导产品相关的i类知识产权数
        与主导产品相关的i类知识产权数量
        """,
        yearly=True,
    ),
    entry(
        "ip_class1_high_value",
        "count",
        # zh: Ⅰ类高价值知识产权
        _("High-value class I intellectual property"),
        """
        i类高价值知识产权 i类高价值知识产权数 i类高价值知识产权数量 一类高价值知识产权
        1类高价值知识产权 高价值i类知识产权 ip_class1_high_value
        """,
        yearly=True,
    ),
    entry(
        "ip_class1_own",
        "count",
        # zh: 自主研发的Ⅰ类知识产权
        _("Class I intellectual property, own development"),
        """
        自主研发的i类知识产权 自主研发的i类知识产权数 自主研发i类知识产权
        自主研发i类知识产权数 自主研发i类知识产权数量 i类知识产权(自主研发)
        i类知识产权中自主研发数 ip_class1_own
        """,
        yearly=True,
    ),
    entry(
        "ip_class2",
        "count",
        # zh: Ⅱ类知识产权数
        _("Class II intellectual property"),
        """
        ii类知识产权 ii类知识产权数 ii类知识产权数量 ii类知识产权个数 二类知识产权
        二类知识产权数 二类知识产权数量 2类知识产权 2类知识产权数 2类知识产权数量
        有效ii类知识产权 有效ii类知识产权数 有效ii类知识产权数量 ip_class2
        与主导产品相关的ii类知识产权 与主导产品相关的ii类知识产权数
        与主导产品相关的ii类知识产权数量
        """,
        yearly=True,
    ),
    entry(
        "invention_patents",
        "count",
        # zh: 发明专利数
        _("Invention patents"),
        """
        发明专利 发明专利数 发明专利数量 发明专利个数 有效发明专利 有效发明专利数
        有效发明专利数量 授权发明专利 授权发明专利数 授权发明专利数量 发明专利授权数
        发明专利拥有量 拥有发明专利数 invention_patents
        """,
        yearly=True,
    ),
    entry(
        "utility_patents",
        "count",
        # zh: 实用新型专利数
        _("Utility models"),
        """
        实用新型 实用新型数 实用新型专利 实用新型专利数 实用新型专利数量 实用新型数量
        utility_patents
        """,
        yearly=True,
    ),
    entry(
        "design_patents",
        "count",
        # zh: 外观设计专利数
        _("Designs"),
        """
        外观设计 外观设计数 外观设计专利 外观设计专利数 外观设计专利数量 外观专利
        design_patents
        """,
        yearly=True,
    ),
    entry(
        "software_copyrights",
        "count",
        # zh: 软件著作权数
        _("Software copyrights"),
        """
        软件著作权 软件著作权数 软件著作权数量 软著 软著数 软著数量 计算机软件著作权
        计算机软件著作权数 software_copyrights
        """,
        yearly=True,
    ),
]
