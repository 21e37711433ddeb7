import { edited, known, type Edit, type Files, type KnownCase } from './known-case.ts'

/** A document/literal service in the shape that .NET writes: SOAP 1.1 and 1.2, everything optional, arrays by wrapper. */
export const ORDERS = `<?xml version="1.0" encoding="utf-8"?>
<wsdl:definitions xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
  xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:tns="http://shop.example/orders"
  xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" targetNamespace="http://shop.example/orders">
  <wsdl:types>
    <s:schema elementFormDefault="qualified" targetNamespace="http://shop.example/orders">
      <s:element name="PlaceOrder">
        <s:complexType>
          <s:sequence>
            <s:element minOccurs="1" maxOccurs="1" name="customerId" type="s:int" />
            <s:element minOccurs="0" maxOccurs="1" name="coupon" type="s:string" />
            <s:element minOccurs="0" maxOccurs="1" name="lines" type="tns:ArrayOfLine" />
            <s:element minOccurs="1" maxOccurs="1" name="channel" type="tns:Channel" />
            <s:element minOccurs="1" maxOccurs="1" name="due" nillable="true" type="s:dateTime" />
          </s:sequence>
        </s:complexType>
      </s:element>
      <s:element name="PlaceOrderResponse">
        <s:complexType>
          <s:sequence>
            <s:element minOccurs="1" maxOccurs="1" name="orderId" type="s:int" />
            <s:element minOccurs="1" maxOccurs="1" name="state" type="tns:OrderState" />
            <s:element minOccurs="0" maxOccurs="1" name="remark" type="s:string" />
            <s:element minOccurs="1" maxOccurs="1" name="total" type="s:decimal" />
          </s:sequence>
        </s:complexType>
      </s:element>
      <s:complexType name="ArrayOfLine">
        <s:sequence>
          <s:element minOccurs="0" maxOccurs="unbounded" name="Line" nillable="true" type="tns:Line" />
        </s:sequence>
      </s:complexType>
      <s:complexType name="Line">
        <s:sequence>
          <s:element minOccurs="1" maxOccurs="1" name="sku" type="s:string" />
          <s:element minOccurs="1" maxOccurs="1" name="quantity" type="s:int" />
        </s:sequence>
        <s:attribute name="gift" type="s:boolean" />
      </s:complexType>
      <s:simpleType name="Channel">
        <s:restriction base="s:string">
          <s:enumeration value="Web" />
          <s:enumeration value="Phone" />
        </s:restriction>
      </s:simpleType>
      <s:simpleType name="OrderState">
        <s:restriction base="s:string">
          <s:enumeration value="Accepted" />
          <s:enumeration value="Shipped" />
        </s:restriction>
      </s:simpleType>
      <s:element name="CancelOrder">
        <s:complexType>
          <s:sequence>
            <s:element minOccurs="1" maxOccurs="1" name="orderId" type="s:int" />
          </s:sequence>
        </s:complexType>
      </s:element>
      <s:element name="CancelOrderResponse">
        <s:complexType />
      </s:element>
      <s:element name="Ticket" type="s:string" />
      <s:element name="OutOfStock" type="s:string" />
    </s:schema>
  </wsdl:types>
  <wsdl:message name="PlaceOrderSoapIn">
    <wsdl:part name="parameters" element="tns:PlaceOrder" />
  </wsdl:message>
  <wsdl:message name="PlaceOrderSoapOut">
    <wsdl:part name="parameters" element="tns:PlaceOrderResponse" />
  </wsdl:message>
  <wsdl:message name="CancelOrderSoapIn">
    <wsdl:part name="parameters" element="tns:CancelOrder" />
  </wsdl:message>
  <wsdl:message name="CancelOrderSoapOut">
    <wsdl:part name="parameters" element="tns:CancelOrderResponse" />
  </wsdl:message>
  <wsdl:message name="TicketHeader">
    <wsdl:part name="ticket" element="tns:Ticket" />
  </wsdl:message>
  <wsdl:message name="OutOfStockFault">
    <wsdl:part name="detail" element="tns:OutOfStock" />
  </wsdl:message>
  <wsdl:portType name="OrdersSoap">
    <wsdl:operation name="PlaceOrder">
      <wsdl:input message="tns:PlaceOrderSoapIn" />
      <wsdl:output message="tns:PlaceOrderSoapOut" />
    </wsdl:operation>
    <wsdl:operation name="CancelOrder">
      <wsdl:input message="tns:CancelOrderSoapIn" />
      <wsdl:output message="tns:CancelOrderSoapOut" />
    </wsdl:operation>
  </wsdl:portType>
  <wsdl:binding name="OrdersSoap" type="tns:OrdersSoap">
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http" />
    <wsdl:operation name="PlaceOrder">
      <soap:operation soapAction="http://shop.example/orders/PlaceOrder" style="document" />
      <wsdl:input>
        <soap:body use="literal" />
      </wsdl:input>
      <wsdl:output>
        <soap:body use="literal" />
      </wsdl:output>
    </wsdl:operation>
    <wsdl:operation name="CancelOrder">
      <soap:operation soapAction="http://shop.example/orders/CancelOrder" style="document" />
      <wsdl:input>
        <soap:body use="literal" />
      </wsdl:input>
      <wsdl:output>
        <soap:body use="literal" />
      </wsdl:output>
    </wsdl:operation>
  </wsdl:binding>
  <wsdl:binding name="OrdersSoap12" type="tns:OrdersSoap">
    <soap12:binding transport="http://schemas.xmlsoap.org/soap/http" />
    <wsdl:operation name="PlaceOrder">
      <soap12:operation soapAction="http://shop.example/orders/PlaceOrder" style="document" />
      <wsdl:input>
        <soap12:body use="literal" />
      </wsdl:input>
      <wsdl:output>
        <soap12:body use="literal" />
      </wsdl:output>
    </wsdl:operation>
    <wsdl:operation name="CancelOrder">
      <soap12:operation soapAction="http://shop.example/orders/CancelOrder" style="document" />
      <wsdl:input>
        <soap12:body use="literal" />
      </wsdl:input>
      <wsdl:output>
        <soap12:body use="literal" />
      </wsdl:output>
    </wsdl:operation>
  </wsdl:binding>
  <wsdl:service name="Orders">
    <wsdl:port name="OrdersSoap" binding="tns:OrdersSoap">
      <soap:address location="http://shop.example/orders.asmx" />
    </wsdl:port>
    <wsdl:port name="OrdersSoap12" binding="tns:OrdersSoap12">
      <soap12:address location="http://shop.example/orders.asmx" />
    </wsdl:port>
  </wsdl:service>
</wsdl:definitions>
`

function orders(name: string, edits: readonly Edit[], ...breaks: string[]): KnownCase {
  return known(name, { 'orders.wsdl': ORDERS }, { 'orders.wsdl': edited(ORDERS, edits) }, breaks)
}

const COUPON = '<s:element minOccurs="0" maxOccurs="1" name="coupon" type="s:string" />'
const REMARK = '<s:element minOccurs="0" maxOccurs="1" name="remark" type="s:string" />'

const WSDL_CASES: readonly KnownCase[] = [
  orders(
    'an operation is removed with all that is its own',
    [
      [/ {4}<wsdl:operation name="CancelOrder">\n {6}<wsdl:input m[^]*?<\/wsdl:operation>\n/, ''],
      [/ {4}<wsdl:operation name="CancelOrder">\n {6}<soap:[^]*?<\/wsdl:operation>\n/, ''],
      [/ {4}<wsdl:operation name="CancelOrder">\n {6}<soap12:[^]*?<\/wsdl:operation>\n/, ''],
      [/ {2}<wsdl:message name="CancelOrderSoapIn">[^]*?<\/wsdl:message>\n/, ''],
      [/ {2}<wsdl:message name="CancelOrderSoapOut">[^]*?<\/wsdl:message>\n/, ''],
      [
        / {6}<s:element name="CancelOrder">[^]*?<s:element name="CancelOrderResponse">[^]*?<\/s:element>\n/,
        '',
      ],
    ],
    'base: <wsdl:operation name="CancelOrder">',
  ),
  orders(
    'the root element of a request is renamed',
    [
      ['name="PlaceOrder">\n        <s:', 'name="PlaceOrderRequest">\n        <s:'],
      ['element="tns:PlaceOrder"', 'element="tns:PlaceOrderRequest"'],
    ],
    'head: <wsdl:part name="parameters" element="tns:PlaceOrderRequest" />',
  ),
  orders(
    'a required element is added to a request',
    [[COUPON, `${COUPON}\n            <s:element minOccurs="1" name="currency" type="s:string" />`]],
    'head: <s:element minOccurs="1" name="currency" type="s:string" />',
  ),
  orders(
    'an element is added to a request without minOccurs, which is 1',
    [[COUPON, `${COUPON}\n            <s:element name="currency" type="s:string" />`]],
    'head: <s:element name="currency" type="s:string" />',
  ),
  orders('an optional element is added in the middle of a request', [
    [COUPON, `${COUPON}\n            <s:element minOccurs="0" name="currency" type="s:string" />`],
  ]),
  orders(
    'an optional element of a request becomes required',
    [[COUPON, COUPON.replace('minOccurs="0"', 'minOccurs="1"')]],
    `head: ${COUPON.replace('minOccurs="0"', 'minOccurs="1"')}`,
  ),
  orders('a required element of a request becomes optional', [
    ['minOccurs="1" maxOccurs="1" name="customerId"', 'minOccurs="0" maxOccurs="1" name="customerId"'],
  ]),
  orders('an optional element of a request is removed', [[`            ${COUPON}\n`, '']], `base: ${COUPON}`),
  orders('a request takes a long where it took an int', [
    ['name="customerId" type="s:int"', 'name="customerId" type="s:long"'],
  ]),
  orders(
    'a request takes a date where it took a time of day with it',
    [['name="due" nillable="true" type="s:dateTime"', 'name="due" nillable="true" type="s:date"']],
    'head: <s:element minOccurs="1" maxOccurs="1" name="due" nillable="true" type="s:date" />',
  ),
  orders(
    'a response answers a long where it answered an int',
    [[/(Response">[^]*?name="orderId" type=")s:int/, '$1s:long']],
    'head: <s:element minOccurs="1" maxOccurs="1" name="orderId" type="s:long" />',
  ),
  orders(
    'a response answers a string where it answered an int',
    [[/(Response">[^]*?name="orderId" type=")s:int/, '$1s:string']],
    'head: <s:element minOccurs="1" maxOccurs="1" name="orderId" type="s:string" />',
  ),
  orders(
    'a value is added to an enumeration of a response',
    [
      [
        '<s:enumeration value="Shipped" />',
        '<s:enumeration value="Shipped" />\n          <s:enumeration value="Lost" />',
      ],
    ],
    'head: <s:enumeration value="Lost" />',
  ),
  orders('a value is removed from an enumeration of a response', [
    ['          <s:enumeration value="Shipped" />\n', ''],
  ]),
  orders(
    'a value is removed from an enumeration of a request',
    [['          <s:enumeration value="Phone" />\n', '']],
    'base: <s:enumeration value="Phone" />',
  ),
  orders('a value is added to an enumeration of a request', [
    [
      '<s:enumeration value="Phone" />',
      '<s:enumeration value="Phone" />\n          <s:enumeration value="Shop" />',
    ],
  ]),
  orders('the values of an enumeration are reordered', [
    [
      '<s:enumeration value="Accepted" />\n          <s:enumeration value="Shipped" />',
      '<s:enumeration value="Shipped" />\n          <s:enumeration value="Accepted" />',
    ],
  ]),
  orders(
    'the soapAction of SOAP 1.1 changes',
    [
      [
        '<soap:operation soapAction="http://shop.example/orders/PlaceOrder"',
        '<soap:operation soapAction="urn:PlaceOrder"',
      ],
    ],
    'head: <soap:operation soapAction="urn:PlaceOrder" style="document" />',
  ),
  orders('the service moves to another address', [
    ['http://shop.example/orders.asmx', 'https://api.shop.example/orders'],
  ]),
  orders(
    'the SOAP 1.2 binding and its port are removed',
    [
      [/ {2}<wsdl:binding name="OrdersSoap12"[^]*?<\/wsdl:binding>\n/, ''],
      [/ {4}<wsdl:port name="OrdersSoap12"[^]*?<\/wsdl:port>\n/, ''],
    ],
    'base: <wsdl:port name="OrdersSoap12" binding="tns:OrdersSoap12">',
  ),
  orders(
    'a required response element is removed',
    [[/ {12}<s:element [^\n]*name="total"[^\n]*\n/, '']],
    'base: <s:element minOccurs="1" maxOccurs="1" name="total" type="s:decimal" />',
  ),
  orders(
    'a required response element becomes optional',
    [['minOccurs="1" maxOccurs="1" name="total"', 'minOccurs="0" maxOccurs="1" name="total"']],
    'head: <s:element minOccurs="0" maxOccurs="1" name="total" type="s:decimal" />',
  ),
  orders('an optional response element becomes required', [
    [REMARK, REMARK.replace('minOccurs="0"', 'minOccurs="1"')],
  ]),
  orders('an optional response element is added', [
    [REMARK, `${REMARK}\n            <s:element minOccurs="0" name="eta" type="s:date" />`],
  ]),
  orders(
    'a response element may stand many times',
    [[REMARK, REMARK.replace('maxOccurs="1"', 'maxOccurs="unbounded"')]],
    `head: ${REMARK.replace('maxOccurs="1"', 'maxOccurs="unbounded"')}`,
  ),
  orders(
    'a list of a request is bounded',
    [['maxOccurs="unbounded" name="Line"', 'maxOccurs="100" name="Line"']],
    'head: <s:element minOccurs="0" maxOccurs="100" name="Line" nillable="true" type="tns:Line" />',
  ),
  orders(
    'the elements of a request trade places',
    [
      [
        /( {10}<s:element minOccurs="1" maxOccurs="1" name="sku"[^\n]*\n)( {10}<s:element [^\n]*name="quantity"[^\n]*\n)/,
        '$2$1',
      ],
    ],
    'head: <s:element minOccurs="1" maxOccurs="1" name="quantity" type="s:int" />',
  ),
  orders(
    'elements are no longer qualified',
    [[' elementFormDefault="qualified"', '']],
    'head: <s:schema targetNamespace="http://shop.example/orders">',
  ),
  orders(
    'a request must carry an attribute',
    [
      [
        '<s:attribute name="gift" type="s:boolean" />',
        '<s:attribute name="gift" type="s:boolean" use="required" />',
      ],
    ],
    'head: <s:attribute name="gift" type="s:boolean" use="required" />',
  ),
  orders('a request may carry one more attribute', [
    [
      '<s:attribute name="gift" type="s:boolean" />',
      '<s:attribute name="gift" type="s:boolean" />\n        <s:attribute name="wrap" type="s:string" />',
    ],
  ]),
  orders(
    'nil is no longer taken in a request',
    [[' name="due" nillable="true"', ' name="due"']],
    'head: <s:element minOccurs="1" maxOccurs="1" name="due" type="s:dateTime" />',
  ),
  orders(
    'nil may be answered',
    [['name="total" type', 'name="total" nillable="true" type']],
    'head: <s:element minOccurs="1" maxOccurs="1" name="total" nillable="true" type="s:decimal" />',
  ),
  orders(
    'an operation no longer answers',
    [['      <wsdl:output message="tns:CancelOrderSoapOut" />\n', '']],
    'base: <wsdl:output message="tns:CancelOrderSoapOut" />',
  ),
  orders(
    'a request must carry a header',
    [
      [
        /(soapAction="http:\/\/shop.example\/orders\/CancelOrder" style="document" \/>\n {6}<wsdl:input>\n)/,
        '$1        <soap:header message="tns:TicketHeader" part="ticket" use="literal" />\n',
      ],
    ],
    'head: <soap:header message="tns:TicketHeader" part="ticket" use="literal" />',
  ),
  orders(
    'the body is encoded',
    [
      [
        /(<soap:operation soapAction="http:\/\/shop.example\/orders\/CancelOrder"[^]*?<soap:body use=")literal/,
        '$1encoded',
      ],
    ],
    'head: <soap:body use="encoded" />',
  ),
  orders(
    'the namespace of the service changes',
    [['http://shop.example/orders"', 'http://shop.example/v2/orders"']],
    'head: <s:schema elementFormDefault="qualified" targetNamespace="http://shop.example/v2/orders">',
    'head: xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" targetNamespace="http://shop.example/v2/orders">',
  ),
  orders('prefixes, comments, documentation and the order of declarations', [
    ['tns:', 'o:'],
    ['xmlns:tns=', 'xmlns:o='],
    ['xmlns:s=', 'xmlns:xsd='],
    ['<s:', '<xsd:'],
    ['</s:', '</xsd:'],
    ['"s:', '"xsd:'],
    [
      /( {6}<xsd:simpleType name="Channel">[^]*?<\/xsd:simpleType>\n)( {6}<xsd:simpleType name="OrderState">[^]*?<\/xsd:simpleType>\n)/,
      '$2$1',
    ],
    [
      '<wsdl:portType name="OrdersSoap">',
      '<!-- what it does -->\n  <wsdl:portType name="OrdersSoap">\n    <wsdl:documentation>Orders</wsdl:documentation>',
    ],
  ]),
  orders('messages, their only parts and bindings get other names', [
    ['PlaceOrderSoapIn', 'PlaceOrderInput'],
    ['part name="parameters"', 'part name="body"'],
    ['wsdl:binding name="OrdersSoap"', 'wsdl:binding name="Orders11"'],
    ['binding="tns:OrdersSoap"', 'binding="tns:Orders11"'],
  ]),
  orders('an operation is added', [
    [
      '    <wsdl:operation name="CancelOrder">\n      <wsdl:input m',
      '    <wsdl:operation name="Ping">\n      <wsdl:input message="tns:CancelOrderSoapIn" />\n    </wsdl:operation>\n    <wsdl:operation name="CancelOrder">\n      <wsdl:input m',
    ],
  ]),
  orders('the type inside a request gets a name', [
    [
      /<s:element name="CancelOrder">\n {8}<s:complexType>([^]*?)<\/s:complexType>\n {6}<\/s:element>/,
      '<s:element name="CancelOrder" type="tns:Cancellation" />\n      <s:complexType name="Cancellation">$1</s:complexType>',
    ],
  ]),
  orders('an operation says a fault that it did not', [
    [
      '<wsdl:output message="tns:PlaceOrderSoapOut" />',
      '<wsdl:output message="tns:PlaceOrderSoapOut" />\n      <wsdl:fault name="OutOfStock" message="tns:OutOfStockFault" />',
    ],
  ]),
  known('the WSDL is deleted', { 'orders.wsdl': ORDERS, 'README.md': 'x' }, { 'README.md': 'y' }, [
    'base: <wsdl:definitions xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"',
  ]),
  known('the WSDL moves to another folder', { 'orders.wsdl': ORDERS }, { 'wsdl/v1/Orders.wsdl': ORDERS }, []),
  known(
    'every line ends in another way',
    { 'orders.wsdl': ORDERS },
    { 'orders.wsdl': ORDERS.replaceAll('\n', '\r\n') },
    [],
  ),
  known(
    'a tag is left open',
    { 'orders.wsdl': ORDERS },
    {
      'orders.wsdl': edited(ORDERS, [
        [
          '      <s:element name="OutOfStock" type="s:string" />',
          '      <s:element name="OutOfStock" type="s:string">',
        ],
      ]),
    },
    ['head: </s:schema>'],
  ),
]

/** An RPC/literal service, split in the way Java services are: service, port type, schemas. */
const BANK_SERVICE = `<definitions name="Bank" targetNamespace="urn:bank:service" xmlns="http://schemas.xmlsoap.org/wsdl/"
    xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:b="urn:bank" xmlns:s="urn:bank:service">
  <import namespace="urn:bank" location="abstract/bank.wsdl"/>
  <binding name="BankBinding" type="b:Bank">
    <soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="transfer">
      <soap:operation soapAction=""/>
      <input><soap:body use="literal" namespace="urn:bank"/></input>
      <output><soap:body use="literal" namespace="urn:bank"/></output>
    </operation>
  </binding>
  <service name="BankService">
    <port name="BankPort" binding="s:BankBinding">
      <soap:address location="http://localhost:8080/bank"/>
    </port>
  </service>
</definitions>
`
const BANK_ABSTRACT = `<definitions targetNamespace="urn:bank" xmlns="http://schemas.xmlsoap.org/wsdl/"
    xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:b="urn:bank" xmlns:t="urn:bank:types">
  <types>
    <xsd:schema>
      <xsd:import namespace="urn:bank:types" schemaLocation="../xsd/types.xsd"/>
    </xsd:schema>
  </types>
  <message name="transferRequest">
    <part name="from" type="t:Account"/>
    <part name="amount" type="t:Money"/>
  </message>
  <message name="transferResponse">
    <part name="receipt" type="t:Receipt"/>
  </message>
  <portType name="Bank">
    <operation name="transfer" parameterOrder="from amount">
      <input message="b:transferRequest"/>
      <output message="b:transferResponse"/>
    </operation>
  </portType>
</definitions>
`
const BANK_TYPES = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:bank:types" targetNamespace="urn:bank:types">
  <xs:include schemaLocation="money.xsd"/>
  <xs:complexType name="Account">
    <xs:sequence>
      <xs:element name="iban" type="Iban"/>
      <xs:element name="holder" type="xs:string" minOccurs="0"/>
    </xs:sequence>
  </xs:complexType>
  <xs:simpleType name="Iban">
    <xs:restriction base="xs:string">
      <xs:pattern value="[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}"/>
    </xs:restriction>
  </xs:simpleType>
  <xs:complexType name="Receipt">
    <xs:sequence>
      <xs:element name="id" type="xs:string"/>
      <xs:element name="amount" type="Money"/>
    </xs:sequence>
  </xs:complexType>
</xs:schema>
`
const BANK_MONEY = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:complexType name="Money">
    <xs:simpleContent>
      <xs:extension base="Amount">
        <xs:attribute name="currency" type="xs:string" use="required"/>
      </xs:extension>
    </xs:simpleContent>
  </xs:complexType>
  <xs:simpleType name="Amount">
    <xs:restriction base="xs:decimal">
      <xs:minInclusive value="0"/>
      <xs:fractionDigits value="4"/>
    </xs:restriction>
  </xs:simpleType>
</xs:schema>
`
const BANK: Files = {
  'src/main/wsdl/service.wsdl': BANK_SERVICE,
  'src/main/wsdl/abstract/bank.wsdl': BANK_ABSTRACT,
  'src/main/wsdl/xsd/types.xsd': BANK_TYPES,
  'src/main/wsdl/xsd/money.xsd': BANK_MONEY,
}

function bank(name: string, edits: Record<string, readonly Edit[]>, ...breaks: string[]): KnownCase {
  const head: Record<string, string> = { ...BANK }
  for (const [path, list] of Object.entries(edits)) {
    const full = Object.keys(BANK).find((candidate) => candidate.endsWith(path)) ?? ''
    head[full] = edited(head[full] ?? '', list)
  }
  return known(name, BANK, head, breaks)
}

const BANK_CASES: readonly KnownCase[] = [
  bank(
    'RPC: a part is added to a request',
    {
      'bank.wsdl': [
        [
          '<part name="amount" type="t:Money"/>',
          '<part name="amount" type="t:Money"/>\n    <part name="memo" type="xsd:string"/>',
        ],
      ],
    },
    'head: <part name="memo" type="xsd:string"/>',
  ),
  bank(
    'RPC: a part is renamed',
    {
      'bank.wsdl': [
        ['<part name="from" ', '<part name="source" '],
        ['parameterOrder="from ', 'parameterOrder="source '],
      ],
    },
    'base: <part name="from" type="t:Account"/>',
    'head: <part name="source" type="t:Account"/>',
  ),
  bank(
    'RPC: the namespace of the wrapper changes',
    { 'service.wsdl': [[/(<input><soap:body use="literal" namespace=")urn:bank/, '$1urn:bank:v2']] },
    'head: <input><soap:body use="literal" namespace="urn:bank:v2"/></input>',
  ),
  bank('an address in the repository changes', { 'service.wsdl': [['localhost:8080', 'localhost:9090']] }),
  bank(
    'an imported schema: an element becomes required',
    { 'types.xsd': [[' type="xs:string" minOccurs="0"', ' type="xs:string"']] },
    'head: <xs:element name="holder" type="xs:string"/>',
  ),
  bank(
    'an included schema without a namespace: fewer digits are taken, and answered',
    { 'money.xsd': [['fractionDigits value="4"', 'fractionDigits value="2"']] },
    'head: <xs:fractionDigits value="2"/>',
  ),
  bank(
    'an included schema: one digit more may be answered',
    { 'money.xsd': [['fractionDigits value="4"', 'fractionDigits value="5"']] },
    'head: <xs:fractionDigits value="5"/>',
  ),
  bank(
    'a pattern of a request takes less',
    { 'types.xsd': [['[A-Z0-9]{11,30}', '[A-Z0-9]{12,30}']] },
    'head: <xs:pattern value="[A-Z]{2}[0-9]{2}[A-Z0-9]{12,30}"/>',
  ),
  bank('a pattern of a request takes more', { 'types.xsd': [['[A-Z0-9]{11,30}', '[A-Za-z0-9]{11,30}']] }),
  bank('a pattern is written in another way', {
    'types.xsd': [['[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}', '[A-Z][A-Z][0-9][0-9]([A-Z]|[0-9]){11}[0-9A-Z]{0,19}']],
  }),
  known(
    'schemas move and are included by their new names',
    BANK,
    {
      'src/main/wsdl/service.wsdl': BANK_SERVICE.replace('abstract/bank.wsdl', 'bank.wsdl'),
      'src/main/wsdl/bank.wsdl': BANK_ABSTRACT.replace('../xsd/types.xsd', 'types.xsd'),
      'src/main/wsdl/types.xsd': BANK_TYPES.replace('money.xsd', 'common/money.xsd'),
      'src/main/wsdl/common/money.xsd': BANK_MONEY,
    },
    [],
  ),
  known(
    'all is written in one file',
    BANK,
    {
      'src/main/wsdl/service.wsdl': BANK_SERVICE,
      'src/main/wsdl/abstract/bank.wsdl': BANK_ABSTRACT.replace(/<xsd:schema>[^]*<\/xsd:schema>/, () =>
        BANK_TYPES.replace(
          / {2}<xs:include[^\n]*\n/,
          () => BANK_MONEY.split('\n').slice(1, -2).join('\n') + '\n',
        ),
      ),
    },
    [],
  ),
  known(
    'an included file is deleted',
    BANK,
    Object.fromEntries(Object.entries(BANK).filter(([path]) => !path.endsWith('money.xsd'))),
    ['head: <xs:include schemaLocation="money.xsd"/>'],
  ),
]

/** A schema on its own, with what XML Schema has for choice, derivation and identity. */
export const INVOICE = `<?xml version="1.0"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:invoice" targetNamespace="urn:invoice"
           elementFormDefault="qualified">
  <xs:element name="invoice" type="Invoice">
    <xs:key name="lineKey">
      <xs:selector xpath="line"/>
      <xs:field xpath="@no"/>
    </xs:key>
  </xs:element>
  <xs:element name="note" type="xs:string"/>
  <xs:complexType name="Invoice">
    <xs:sequence>
      <xs:element name="number" type="Number"/>
      <xs:element name="issued" type="xs:date"/>
      <xs:choice>
        <xs:element name="person" type="Party"/>
        <xs:element name="company" type="Company"/>
      </xs:choice>
      <xs:group ref="Totals"/>
      <xs:element name="line" type="Line" maxOccurs="unbounded"/>
      <xs:element ref="payment" minOccurs="0"/>
      <xs:element name="text" type="Text" minOccurs="0"/>
      <xs:element name="tags" type="Tags" minOccurs="0"/>
      <xs:element name="due" type="Due" minOccurs="0"/>
      <xs:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence>
    <xs:attribute name="version" type="xs:string" fixed="1.0"/>
    <xs:attributeGroup ref="Audit"/>
  </xs:complexType>
  <xs:group name="Totals">
    <xs:sequence>
      <xs:element name="net" type="Money"/>
      <xs:element name="tax" type="Money" minOccurs="0"/>
    </xs:sequence>
  </xs:group>
  <xs:attributeGroup name="Audit">
    <xs:attribute name="by" type="xs:string"/>
    <xs:attribute name="at" type="xs:dateTime" use="required"/>
  </xs:attributeGroup>
  <xs:complexType name="Party">
    <xs:all>
      <xs:element name="name" type="xs:string"/>
      <xs:element name="city" type="xs:string"/>
    </xs:all>
  </xs:complexType>
  <xs:complexType name="Company">
    <xs:sequence>
      <xs:element name="name" type="xs:string"/>
      <xs:element name="vat" type="xs:string"/>
    </xs:sequence>
  </xs:complexType>
  <xs:complexType name="Line">
    <xs:sequence>
      <xs:element name="item" type="xs:string"/>
      <xs:element name="count" type="Count"/>
    </xs:sequence>
    <xs:attribute name="no" type="xs:int" use="required"/>
  </xs:complexType>
  <xs:complexType name="Text" mixed="true">
    <xs:sequence>
      <xs:element name="b" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence>
  </xs:complexType>
  <xs:element name="payment" type="Payment" abstract="true"/>
  <xs:element name="cash" type="Payment" substitutionGroup="payment"/>
  <xs:element name="card" type="Card" substitutionGroup="payment"/>
  <xs:complexType name="Payment">
    <xs:sequence>
      <xs:element name="paid" type="xs:date" minOccurs="0"/>
    </xs:sequence>
  </xs:complexType>
  <xs:complexType name="Card">
    <xs:complexContent>
      <xs:extension base="Payment">
        <xs:sequence>
          <xs:element name="last4" type="xs:string"/>
        </xs:sequence>
      </xs:extension>
    </xs:complexContent>
  </xs:complexType>
  <xs:simpleType name="Number">
    <xs:restriction base="xs:string">
      <xs:pattern value="INV-[0-9]{4,8}"/>
      <xs:maxLength value="12"/>
    </xs:restriction>
  </xs:simpleType>
  <xs:simpleType name="Money">
    <xs:restriction base="xs:decimal">
      <xs:totalDigits value="12"/>
      <xs:fractionDigits value="2"/>
    </xs:restriction>
  </xs:simpleType>
  <xs:simpleType name="Count">
    <xs:restriction base="xs:integer">
      <xs:minInclusive value="1"/>
    </xs:restriction>
  </xs:simpleType>
  <xs:simpleType name="Tags">
    <xs:list itemType="xs:NMTOKEN"/>
  </xs:simpleType>
  <xs:simpleType name="Due">
    <xs:union memberTypes="xs:date xs:gYearMonth"/>
  </xs:simpleType>
</xs:schema>
`

function invoice(name: string, edits: readonly Edit[], ...breaks: string[]): KnownCase {
  return known(name, { 'invoice.xsd': INVOICE }, { 'invoice.xsd': edited(INVOICE, edits) }, breaks)
}

const XSD_CASES: readonly KnownCase[] = [
  invoice(
    'a global element is removed',
    [['  <xs:element name="note" type="xs:string"/>\n', '']],
    'base: <xs:element name="note" type="xs:string"/>',
  ),
  invoice('a global element is added', [
    ['  <xs:group name', '  <xs:element name="memo" type="xs:string"/>\n  <xs:group name'],
  ]),
  invoice(
    'an alternative of a choice is removed',
    [['        <xs:element name="person" type="Party"/>\n', '']],
    'base: <xs:element name="person" type="Party"/>',
  ),
  invoice('an alternative is added to a choice', [
    ['      </xs:choice>', '        <xs:element name="state" type="Party"/>\n      </xs:choice>'],
  ]),
  invoice(
    'all of a group becomes a sequence',
    [
      ['<xs:all>', '<xs:sequence>'],
      ['</xs:all>', '</xs:sequence>'],
    ],
    'head: <xs:sequence>',
  ),
  invoice('a sequence may come in any order', [
    [/(name="Company">\n {4})<xs:sequence>([^]*?)<\/xs:sequence>/, '$1<xs:all>$2</xs:all>'],
  ]),
  invoice(
    'a text must be shorter',
    [['maxLength value="12"', 'maxLength value="10"']],
    'head: <xs:maxLength value="10"/>',
  ),
  invoice('a text may be longer', [['maxLength value="12"', 'maxLength value="20"']]),
  invoice('a bound that cannot be met any sooner: INV- and eight digits are twelve', [
    ['      <xs:maxLength value="12"/>\n', ''],
  ]),
  invoice('a pattern takes less', [['{4,8}', '{4,7}']], 'head: <xs:pattern value="INV-[0-9]{4,7}"/>'),
  invoice('a pattern takes more', [['{4,8}', '{3,8}']]),
  invoice('a second pattern stands beside the first: either will do', [
    [
      '<xs:pattern value="INV-[0-9]{4,8}"/>',
      '<xs:pattern value="INV-[0-9]{4,8}"/>\n      <xs:pattern value="CRN-[0-9]{4,8}"/>',
    ],
  ]),
  invoice(
    'another prefix is asked for',
    [['INV-[0-9]', 'INVOICE-[0-9]']],
    'head: <xs:pattern value="INVOICE-[0-9]{4,8}"/>',
  ),
  invoice('the bound of an integer in another way', [['minInclusive value="1"', 'minExclusive value="0"']]),
  invoice(
    'a bound of an integer is raised',
    [['minInclusive value="1"', 'minInclusive value="2"']],
    'head: <xs:minInclusive value="2"/>',
  ),
  invoice('integer becomes positiveInteger, which its bound said already', [
    ['<xs:restriction base="xs:integer">', '<xs:restriction base="xs:positiveInteger">'],
  ]),
  invoice(
    'integer becomes int',
    [['base="xs:integer"', 'base="xs:int"']],
    'head: <xs:restriction base="xs:int">',
  ),
  invoice(
    'fewer digits',
    [['totalDigits value="12"', 'totalDigits value="10"']],
    'head: <xs:totalDigits value="10"/>',
  ),
  invoice('more digits', [['totalDigits value="12"', 'totalDigits value="14"']]),
  invoice(
    'a fixed value changes',
    [['fixed="1.0"', 'fixed="2.0"']],
    'head: <xs:attribute name="version" type="xs:string" fixed="2.0"/>',
  ),
  invoice('a fixed value is only the default', [['fixed="1.0"', 'default="1.0"']]),
  invoice(
    'an optional attribute is fixed',
    [['<xs:attribute name="by" type="xs:string"/>', '<xs:attribute name="by" type="xs:string" fixed="me"/>']],
    'head: <xs:attribute name="by" type="xs:string" fixed="me"/>',
  ),
  invoice(
    'an attribute of a group becomes required',
    [['name="by" type="xs:string"', 'name="by" type="xs:string" use="required"']],
    'head: <xs:attribute name="by" type="xs:string" use="required"/>',
  ),
  invoice('a required attribute becomes optional', [
    [' type="xs:dateTime" use="required"', ' type="xs:dateTime"'],
  ]),
  invoice(
    'an attribute is removed',
    [['    <xs:attribute name="by" type="xs:string"/>\n', '']],
    'base: <xs:attribute name="by" type="xs:string"/>',
  ),
  invoice(
    'an attribute is prohibited',
    [['name="by" type="xs:string"', 'name="by" type="xs:string" use="prohibited"']],
    'base: <xs:attribute name="by" type="xs:string"/>',
  ),
  invoice(
    'the wildcard is removed',
    [[/ {6}<xs:any [^\n]*\n/, '']],
    'base: <xs:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>',
  ),
  invoice(
    'what the wildcard takes must be declared',
    [['processContents="lax"', 'processContents="strict"']],
    'head: <xs:any namespace="##other" processContents="strict" minOccurs="0" maxOccurs="unbounded"/>',
  ),
  invoice('what the wildcard takes is not looked at', [['processContents="lax"', 'processContents="skip"']]),
  invoice(
    'the wildcard takes one namespace only',
    [['namespace="##other"', 'namespace="urn:ext"']],
    'head: <xs:any namespace="urn:ext" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>',
  ),
  invoice('an optional element takes a place before the wildcard', [
    ['      <xs:any ', '      <xs:element name="extra" type="xs:string" minOccurs="0"/>\n      <xs:any '],
  ]),
  invoice(
    'a member leaves its substitution group',
    [
      [
        '<xs:element name="cash" type="Payment" substitutionGroup="payment"/>',
        '<xs:element name="cash" type="Payment"/>',
      ],
    ],
    'base: <xs:element name="cash" type="Payment" substitutionGroup="payment"/>',
  ),
  invoice('a member joins a substitution group', [
    [
      '  <xs:element name="card"',
      '  <xs:element name="transfer" type="Payment" substitutionGroup="payment"/>\n  <xs:element name="card"',
    ],
  ]),
  invoice(
    'an element becomes abstract',
    [
      [
        '<xs:element name="note" type="xs:string"/>',
        '<xs:element name="note" type="xs:string" abstract="true"/>',
      ],
    ],
    'head: <xs:element name="note" type="xs:string" abstract="true"/>',
  ),
  invoice(
    'a type becomes abstract',
    [['complexType name="Party"', 'complexType name="Party" abstract="true"']],
    'head: <xs:complexType name="Party" abstract="true">',
  ),
  invoice('mixed text is no longer taken', [[' mixed="true"', '']], 'head: <xs:complexType name="Text">'),
  invoice('mixed text is taken', [['complexType name="Company"', 'complexType name="Company" mixed="true"']]),
  invoice(
    'a union loses a member',
    [['xs:date xs:gYearMonth', 'xs:date']],
    'head: <xs:union memberTypes="xs:date"/>',
  ),
  invoice('a union gets a member', [['xs:date xs:gYearMonth', 'xs:date xs:gYearMonth xs:gYear']]),
  invoice(
    'the items of a list are of a narrower type',
    [['itemType="xs:NMTOKEN"', 'itemType="xs:NCName"']],
    'head: <xs:list itemType="xs:NCName"/>',
  ),
  invoice(
    'one more thing must be unique',
    [
      [
        '    <xs:key name="lineKey">',
        '    <xs:unique name="items">\n      <xs:selector xpath="line"/>\n      <xs:field xpath="item"/>\n    </xs:unique>\n    <xs:key name="lineKey">',
      ],
    ],
    'head: <xs:unique name="items">',
  ),
  invoice('a key is no longer asked for', [[/ {4}<xs:key [^]*?<\/xs:key>\n/, '']]),
  invoice('a group is written where it is used', [
    [
      '<xs:group ref="Totals"/>',
      '<xs:element name="net" type="Money"/>\n      <xs:element name="tax" type="Money" minOccurs="0"/>',
    ],
    [/ {2}<xs:group name="Totals">[^]*?<\/xs:group>\n/, ''],
  ]),
  invoice('the content is written in another way', [
    [
      /<xs:choice>[^]*?<\/xs:choice>/,
      '<xs:choice>\n        <xs:sequence>\n          <xs:element name="company" type="Company"/>\n        </xs:sequence>\n        <xs:choice>\n          <xs:element name="person" type="Party"/>\n        </xs:choice>\n      </xs:choice>',
    ],
  ]),
  invoice(
    'a required element goes into a type that others extend',
    [['name="paid" type="xs:date" minOccurs="0"', 'name="paid" type="xs:date"']],
    'head: <xs:element name="paid" type="xs:date"/>',
  ),
  invoice('an optional element goes into a type that others extend', [
    [
      'minOccurs="0"/>\n    </xs:sequence>\n  </xs:complexType>\n  <xs:complexType name="Card">',
      'minOccurs="0"/>\n      <xs:element name="until" type="xs:date" minOccurs="0"/>\n    </xs:sequence>\n  </xs:complexType>\n  <xs:complexType name="Card">',
    ],
  ]),
  invoice(
    'the namespace changes',
    [['urn:invoice', 'urn:invoice:2']],
    'head: <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:invoice:2" targetNamespace="urn:invoice:2"',
  ),
  invoice(
    'attributes must be qualified',
    [['elementFormDefault="qualified"', 'elementFormDefault="qualified" attributeFormDefault="qualified"']],
    'head: elementFormDefault="qualified" attributeFormDefault="qualified">',
  ),
  invoice(
    'one element is not qualified',
    [['name="issued" type="xs:date"', 'name="issued" type="xs:date" form="unqualified"']],
    'head: <xs:element name="issued" type="xs:date" form="unqualified"/>',
  ),
  invoice(
    'date becomes dateTime',
    [['name="issued" type="xs:date"', 'name="issued" type="xs:dateTime"']],
    'head: <xs:element name="issued" type="xs:dateTime"/>',
  ),
  invoice(
    'an assertion is added',
    [
      [
        '    <xs:attribute name="no" type="xs:int" use="required"/>',
        '    <xs:attribute name="no" type="xs:int" use="required"/>\n    <xs:assert test="count gt 0"/>',
      ],
    ],
    'head: <xs:assert test="count gt 0"/>',
  ),
  invoice('string becomes token: every text is still taken', [
    ['name="city" type="xs:string"', 'name="city" type="xs:token"'],
  ]),
  invoice(
    'text must not be empty',
    [
      [
        '<xs:element name="vat" type="xs:string"/>',
        '<xs:element name="vat"><xs:simpleType><xs:restriction base="xs:string"><xs:minLength value="1"/></xs:restriction></xs:simpleType></xs:element>',
      ],
    ],
    'head: <xs:element name="vat"><xs:simpleType><xs:restriction base="xs:string"><xs:minLength value="1"/></xs:restriction></xs:simpleType></xs:element>',
  ),
  known('a schema is deleted', { 'invoice.xsd': INVOICE, 'README.md': 'x' }, { 'README.md': 'y' }, [
    'base: <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:invoice" targetNamespace="urn:invoice"',
  ]),
  known('a schema is renamed', { 'invoice.xsd': INVOICE }, { 'schemas/invoice-1.xsd': INVOICE }, []),
  known(
    'a schema is split over files, one of them without a namespace',
    { 'invoice.xsd': INVOICE },
    {
      'invoice.xsd': INVOICE.replace(/ {2}<xs:simpleType name="Number">[^]*(?=<\/xs:schema>)/, '').replace(
        '  <xs:element name="invoice"',
        '  <xs:include schemaLocation="simple.xsd"/>\n  <xs:element name="invoice"',
      ),
      'simple.xsd': `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">\n${/ {2}<xs:simpleType name="Number">[^]*/.exec(INVOICE)?.[0] ?? ''}`,
    },
    [],
  ),
  known(
    'base and head are both no XML',
    { 'invoice.xsd': INVOICE.replace('</xs:group>', '</xs:grup>') },
    { 'invoice.xsd': INVOICE.replace('</xs:group>', '</xs:grup>').replace('name="issued"', 'name="date"') },
    ['not looked at: invoice.xsd was not compared: it is not well-formed XML: unexpected close tag'],
  ),
  known(
    'a head that is no XML',
    { 'invoice.xsd': INVOICE },
    { 'invoice.xsd': INVOICE.replace('</xs:schema>', '') },
    ['head: '],
  ),
]

export const CASES: readonly KnownCase[] = [...WSDL_CASES, ...BANK_CASES, ...XSD_CASES]
