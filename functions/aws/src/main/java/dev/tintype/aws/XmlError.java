package dev.tintype.aws;

import java.io.StringReader;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads the error code from an error answer of an AWS service that answers in XML.
final class XmlError {

  private XmlError() {}

  /// @param answer the body of an answer
  /// @return the text of its first `Code` element; absent when there is none, for example because a
  ///   proxy sent the answer
  static Optional<String> code(String answer) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(answer));
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT
            && reader.getLocalName().equals("Code")) {
          return Optional.of(reader.getElementText());
        }
      }
      return Optional.empty();
    } catch (XMLStreamException _) {
      return Optional.empty();
    }
  }
}
