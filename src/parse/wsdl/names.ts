/** Namespaces of WSDL 1.1 and 2.0 and of their SOAP and HTTP bindings. */
export const WSDL11 = 'http://schemas.xmlsoap.org/wsdl/'
export const WSDL20 = 'http://www.w3.org/ns/wsdl'
export const SOAP11 = 'http://schemas.xmlsoap.org/wsdl/soap/'
export const SOAP12 = 'http://schemas.xmlsoap.org/wsdl/soap12/'
export const HTTP = 'http://schemas.xmlsoap.org/wsdl/http/'
export const WSOAP = 'http://www.w3.org/ns/wsdl/soap'
export const WHTTP = 'http://www.w3.org/ns/wsdl/http'
