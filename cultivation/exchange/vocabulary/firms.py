"""Words for what a firm is: its name, code, place, trade."""

from django.utils.translation import gettext_lazy as _

from .entries import ONLY_FIRMS, ONLY_LIST, Entry, entry

# 企业名称(曾用名): the bracket says that it is not the name of today.
_FORMER = " ".join(
    f"{noun}({word})"
    for noun in ("企业名称", "企业全称", "单位名称", "公司名称", "机构名称", "名称")
    for word in ("曾用名", "曾用名称", "原名", "原名称", "更名前", "变更前", "旧")
)

FIELDS: list[Entry] = [
    entry(
        "sequence",
        "sequence",
        # zh: 序号
        _("Running number"),
        "序号 序 顺序号 序列号 排序 行号 no no. # index 项次 流水号",
    ),
    entry(
        "name",
        "name",
        # zh: 企业名称
        _("Firm name"),
        """
        企业名称 企业全称 企业名 公司名称 公司全称 公司名 单位名称 单位全称 单位名 机构名称
        法人单位名称 法人名称 企业(单位)名称 企业(机构)名称 单位(企业)名称 企业单位名称
        企业/单位名称 企业名称/单位名称 市场主体名称 经营主体名称 主体名称 纳税人名称 注册名称
        企业注册名称 企业中文名称 中文名称 单位详细名称 企业名称(中文) 申报企业 申报企业名称
        申报单位名称 申请企业 申请企业名称 申请单位名称 推荐企业 推荐企业名称 认定企业
        认定企业名称 拟认定企业 拟认定企业名称 拟推荐企业 拟推荐企业名称 入库企业 入库企业名称
        拟入库企业 拟入库企业名称 入选企业 入选企业名称 公示企业 公示企业名称 获评企业
        获评企业名称 通过企业 通过企业名称 评价企业 评价企业名称 培育企业 培育企业名称
        备案企业名称 复核企业名称 复评企业名称 获证企业名称 持证企业 持证单位 现企业名称
        企业现名称 现名称 变更后企业名称 变更后名称 更名后企业名称 更名后名称 企业名称(现)
        企业名称(全称) 运营单位名称 运营机构名称 运营主体名称 运营主体 运营机构 运营单位
        firm_name firmname company_name company enterprise_name enterprise firm
        """,
        weak="名称 企业 单位 公司 申报单位 申请单位 name 承担单位 依托单位 建设单位 姓名或名称",
    ),
    entry(
        "uscc",
        "uscc",
        # zh: 统一社会信用代码
        _("Unified social credit code"),
        """
        统一社会信用代码 社会信用代码 统一信用代码 信用代码 社会统一信用代码 统一社会代码
        统一代码 企业统一社会信用代码 法人统一社会信用代码 单位统一社会信用代码
        企业社会信用代码 企业信用代码 统一社会信用代码证号 统一社会信用代码号 统一社会信用码
        统一社会信用代码/组织机构代码 组织机构代码/统一社会信用代码
        统一社会信用代码(组织机构代码) 组织机构代码(统一社会信用代码)
        统一社会信用代码或组织机构代码 组织机构代码或统一社会信用代码
        统一社会信用代码(纳税人识别号) 统一社会信用代码/纳税人识别号 统一社会信用代码(税号)
        三证合一码 credit_code creditcode usci unified_social_credit_code social_credit_code
        """,
        weak="""
        组织机构代码 机构代码 企业代码 单位代码 营业执照号 营业执照注册号 营业执照号码
        营业执照编号 工商注册号 注册号 税号 纳税人识别号 企业税号 纳税识别号
        """,
    ),
    entry(
        "place",
        "place",
        # zh: 所属区
        _("District"),
        """
        所属区 所属区(功能区) 所属区/功能区 所属区、功能区 所属区或功能区 区(功能区) 区/功能区
        所在区 所在区(功能区) 所在区/功能区 所属区域 所属地区 所在地区 所在区域 区域 地区 区
        区县 区(县) 所属区县 所属区(县) 所在区县 所在区(县) 属地 所属地 属地区 归属地 归属区
        所属辖区 辖区 所在辖区 注册区 注册地区 注册区域 注册所在区 注册地所在区 注册地(区)
        注册所属区 注册区县 行政区 行政区划 行政区域 所属行政区 所在行政区 所属行政区划 各区
        各区(功能区) 推荐区 推荐区(功能区) 推荐地区 区划 市辖区 县区 县(市、区) 县(市/区)
        区市县 所属市区 district area region county
        """,
        weak="""
        推荐单位 推荐部门 推荐渠道 推荐机构 推荐单位名称 报送单位 报送区 上报单位 初审单位
        初审部门 归口单位 归口管理部门 主管部门 区级主管部门 属地主管部门 管理单位 所在地
        注册地 所属地域 地域 注册地所在地 纳税区 税收所属区 税收归属 税务所属区 实际经营区
        经营所在区 申报区 申报地区
        """,
    ),
    entry(
        "zone",
        "place",
        # zh: 功能区
        _("Development zone"),
        """
        功能区 所属功能区 所在功能区 开发区 所属开发区 所在开发区 园区 所属园区 所在园区
        产业园区 所属产业园区 功能区(园区) 园区名称 zone park
        """,
    ),
    entry(
        "town",
        "text",
        # zh: 街镇
        _("Street or town"),
        """
        街镇 街道 所属街镇 所属街道 所在街镇 所在街道 乡镇 所属乡镇 镇街 街道(乡镇) 街道(镇)
        街(镇) 所属街道(乡镇) 街道乡镇
        """,
    ),
    entry(
        "province",
        "text",
        # zh: 省份
        _("Province"),
        """
        省份 所在省份 所属省份 省 省市 所在省 所属省 所在省市 省(市) 省/市 省、自治区、直辖市
        省(区、市) 省区市 province
        """,
    ),
    entry(
        "city",
        "text",
        # zh: 城市
        _("City"),
        "城市 所属城市 所在城市 市 地市 所在市 所属市 市州 city",
    ),
    entry(
        "address",
        "text",
        # zh: 注册地址
        _("Registered address"),
        """
        注册地址 企业注册地址 住所 企业住所 注册住所 法定住所 地址 企业地址 单位地址 公司地址
        详细地址 住所地址 住所(地址) 注册地详细地址 注册详细地址 工商注册地址 营业执照地址
        address registered_address
        """,
        weak="""
        经营地址 实际经营地址 生产经营地址 生产地址 办公地址 企业经营地址 经营场所 主要经营场所
        营业场所
        """,
        otherwise="other",
    ),
    entry(
        "established_on",
        "date",
        # zh: 成立日期
        _("Established on"),
        """
        成立日期 成立时间 注册日期 注册时间 设立日期 设立时间 企业成立日期 企业成立时间
        公司成立时间 公司成立日期 企业注册时间 企业注册日期 工商注册时间 工商注册日期
        工商登记时间 工商登记日期 注册成立时间 注册成立日期 登记注册时间 登记注册日期
        登记成立日期 注册登记时间 注册登记日期 成立年月日 成立年月 营业执照成立日期 established
        established_date founded founded_on registration_date registered_on
        """,
    ),
    entry(
        "legal_form",
        "text",
        # zh: 企业类型
        _("Legal form"),
        """
        企业类型 公司类型 单位类型 登记注册类型 企业登记注册类型 注册类型 登记类型 工商登记类型
        市场主体类型 主体类型 经济类型 企业性质 单位性质 公司性质 所有制 所有制性质 所有制类型
        所有制形式 企业(机构)类型 legal_form company_type
        """,
    ),
    entry(
        "registered_capital",
        "capital",
        # zh: 注册资本
        _("Registered capital"),
        """
        注册资本 注册资金 注册资本金 注册资本(金) 注册资金(本) 企业注册资本 企业注册资金
        认缴注册资本 认缴资本 认缴出资额 注册资本/注册资金 注册资本(注册资金) 出资额 资金数额
        registered_capital capital
        """,
    ),
    entry(
        "business_scope",
        "text",
        # zh: 经营范围
        _("Business scope"),
        """
        经营范围 业务范围 企业经营范围 经营业务范围 主营范围 经营(业务)范围 business_scope
        scope
        """,
    ),
    entry(
        "industry",
        "text",
        # zh: 行业
        _("Industry"),
        """
        行业代码 国民经济行业代码 所属行业代码 行业类别代码 行业分类代码 国民经济行业分类代码
        国民经济行业代码及名称 行业代码及名称 国民经济行业小类代码 行业小类代码 行业中类代码
        行业大类代码 行业编码 industry_code
        """,
        weak="""
        行业 所属行业 国民经济行业 国民经济行业分类 国民经济行业类别 国民经济行业名称
        所属国民经济行业 行业分类 行业类别 行业名称 行业门类 行业大类 行业中类 行业小类
        所在行业 所处行业 企业所属行业 industry industry_name 国标行业 国标行业大类
        国标行业门类 国标行业中类 国标行业小类
        """,
        otherwise="other",
    ),
    entry(
        "former_name",
        "text",
        # zh: 曾用名
        _("Former name"),
        """
        曾用名 曾用名称 企业曾用名 原名称 原企业名称 企业原名称 企业名称(原) 原名 原单位名称
        原公司名称 变更前名称 变更前企业名称 更名前名称 更名前企业名称 历史名称 曾用企业名称
        former_name old_name
        """
        + _FORMER,
    ),
    entry(
        "firm_status",
        "text",
        # zh: 登记状态
        _("Registration status"),
        """
        登记状态 经营状态 企业状态 存续状态 工商状态 企业经营状态 企业登记状态 市场主体状态
        firm_status 状态 当前状态 status
        """,
        catalogues=ONLY_FIRMS,
    ),
    entry(
        "firm_status",
        "text",
        # zh: 登记状态
        _("Registration status"),
        """
        登记状态 经营状态 企业状态 存续状态 工商状态 企业经营状态 企业登记状态 市场主体状态
        firm_status
        """,
        catalogues=ONLY_LIST,
    ),
    entry(
        "main_product",
        "text",
        # zh: 主导产品
        _("Main product"),
        """
        主导产品 主导产品名称 主导产品(服务) 主导产品/服务 主导产品或服务 主导产品及服务
        主要产品 主要产品(服务) 主要产品名称 主要产品及服务 主营产品 主营产品名称
        主营产品(服务) 主营产品/服务 主营产品及服务 主导产品(或服务) 产品名称 核心产品
        main_product product
        """,
        weak="""
        主营业务 主要业务 主营业务(产品) 主营业务/产品 主营业务及产品 主营业务描述 产品 主营
        """,
        otherwise="other",
    ),
    entry(
        "niche",
        "text",
        # zh: 细分领域
        _("Market segment"),
        """
        细分领域 细分行业 细分市场 从事细分领域 从事细分市场 从事特定细分市场 特定细分市场
        所属细分领域 所属细分行业 所属领域 所属技术领域 技术领域 领域 行业领域 产业领域
        所属产业领域 所属产业 产业类别 主导产品所属领域 主导产品所属细分领域 高新技术领域
        战略性新兴产业 战略性新兴产业领域 战新产业 战新产业领域 niche
        """,
    ),
    entry(
        "niche_years",
        "text",
        # zh: 从事细分市场年限
        _("Years in the segment"),
        """
        从事年限 从事细分市场年限 从事特定细分市场年限 从事特定细分市场时间 从事细分市场时间
        从事细分领域年限 细分市场年限 从业年限 从事细分市场时长
        """,
    ),
    entry(
        "chain",
        "text",
        # zh: 产业链
        _("Industrial chain"),
        """
        产业链 所属产业链 重点产业链 所属重点产业链 所在产业链 产业链条 产业链名称 所属产业链条
        chain
        """,
    ),
    entry(
        "remarks",
        "text",
        # zh: 备注
        _("Remarks"),
        """
        备注 备注说明 备注信息 说明 附注 其他说明 情况说明 补充说明 remark remarks note notes
        comment comments
        """,
    ),
]
