/** A small contract with most of what WSDL 1.1 and XML Schema have, for the tests: 1 request, 1 response, 1 fault. */
export const SAMPLE = `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:pets" name="Pets" targetNamespace="urn:pets">
  <wsdl:types>
    <xs:schema targetNamespace="urn:pets" elementFormDefault="qualified">
      <xs:element name="AddPet">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="name" type="tns:Name"/>
            <xs:element name="kind" type="tns:Kind" minOccurs="0"/>
            <xs:element name="tag" type="xs:string" minOccurs="0" maxOccurs="5"/>
            <xs:element name="born" type="xs:int" nillable="true"/>
          </xs:sequence>
          <xs:attribute name="trace" type="xs:string"/>
        </xs:complexType>
      </xs:element>
      <xs:element name="AddPetResponse">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="id" type="xs:int"/>
            <xs:element name="note" type="xs:string" minOccurs="0"/>
            <xs:element name="state" type="tns:State"/>
          </xs:sequence>
        </xs:complexType>
      </xs:element>
      <xs:element name="PetFault" type="xs:string"/>
      <xs:simpleType name="Name">
        <xs:restriction base="xs:string">
          <xs:maxLength value="40"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="Kind">
        <xs:restriction base="xs:string">
          <xs:enumeration value="cat"/>
          <xs:enumeration value="dog"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="State">
        <xs:restriction base="xs:string">
          <xs:enumeration value="new"/>
          <xs:enumeration value="sold"/>
        </xs:restriction>
      </xs:simpleType>
    </xs:schema>
  </wsdl:types>
  <wsdl:message name="AddPetIn"><wsdl:part name="body" element="tns:AddPet"/></wsdl:message>
  <wsdl:message name="AddPetOut"><wsdl:part name="body" element="tns:AddPetResponse"/></wsdl:message>
  <wsdl:message name="PetFault"><wsdl:part name="fault" element="tns:PetFault"/></wsdl:message>
  <wsdl:message name="PingIn"/>
  <wsdl:portType name="PetsPort">
    <wsdl:operation name="AddPet">
      <wsdl:input message="tns:AddPetIn"/>
      <wsdl:output message="tns:AddPetOut"/>
      <wsdl:fault name="PetFault" message="tns:PetFault"/>
    </wsdl:operation>
    <wsdl:operation name="Ping">
      <wsdl:input message="tns:PingIn"/>
    </wsdl:operation>
  </wsdl:portType>
  <wsdl:binding name="PetsSoap" type="tns:PetsPort">
    <soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
    <wsdl:operation name="AddPet">
      <soap:operation soapAction="urn:pets/AddPet"/>
      <wsdl:input><soap:body use="literal"/></wsdl:input>
      <wsdl:output><soap:body use="literal"/></wsdl:output>
      <wsdl:fault name="PetFault"><soap:fault name="PetFault" use="literal"/></wsdl:fault>
    </wsdl:operation>
    <wsdl:operation name="Ping">
      <soap:operation soapAction="urn:pets/Ping"/>
      <wsdl:input><soap:body use="literal"/></wsdl:input>
    </wsdl:operation>
  </wsdl:binding>
  <wsdl:service name="PetsService">
    <wsdl:port name="PetsPort" binding="tns:PetsSoap">
      <soap:address location="http://pets.example/soap"/>
    </wsdl:port>
  </wsdl:service>
</wsdl:definitions>
`

/** The sample with some text replaced; a text that is not there is a mistake of the test. */
export function edit(
  text: string,
  ...replacements: readonly (readonly [from: string | RegExp, to: string])[]
): string {
  let edited = text
  for (const [from, to] of replacements) {
    const next = edited.replace(from, to)
    if (next === edited) throw new Error(`${String(from)} changes nothing`)
    edited = next
  }
  return edited
}
