package dev.tintype.aws;

import java.io.StringReader;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads one text from the answer of an AWS service that answers in XML.
final class XmlAnswer {

  private XmlAnswer() {}

  /// @param answer the body of an answer
  /// @return the text of its first `Code` element, which names an error; absent when there is none,
  ///   for example because a proxy sent the answer
  static Optional<String> code(String answer) {
    return first("Code", answer);
  }

  /// @param element a name, without its namespace
  /// @param answer the body of an answer
  /// @return the text of the first such element; absent when there is none
  static Optional<String> first(String element, String answer) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(answer));
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT
            && reader.getLocalName().equals(element)) {
          return Optional.of(reader.getElementText());
        }
      }
      return Optional.empty();
    } catch (XMLStreamException _) {
      return Optional.empty();
    }
  }
}
