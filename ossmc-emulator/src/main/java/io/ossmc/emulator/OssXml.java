package io.ossmc.emulator;

import java.io.StringWriter;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes one XML document. Memory is its only sink, so that it cannot fail. */
final class OssXml {

	private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

	private final StringWriter document = new StringWriter();

	private final XMLStreamWriter writer;

	OssXml(String root) {
		try {
			this.writer = FACTORY.createXMLStreamWriter(this.document);
			this.writer.writeStartDocument("UTF-8", "1.0");
			this.writer.writeStartElement(root);
		}
		catch (XMLStreamException ex) {
			throw new IllegalStateException(ex);
		}
	}

	void text(String element, String text) {
		try {
			this.writer.writeStartElement(element);
			this.writer.writeCharacters(text);
			this.writer.writeEndElement();
		}
		catch (XMLStreamException ex) {
			throw new IllegalStateException(ex);
		}
	}

	void characters(String text) {
		try {
			this.writer.writeCharacters(text);
		}
		catch (XMLStreamException ex) {
			throw new IllegalStateException(ex);
		}
	}

	void nested(String element, Runnable content) {
		try {
			this.writer.writeStartElement(element);
			content.run();
			this.writer.writeEndElement();
		}
		catch (XMLStreamException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String end() {
		try {
			this.writer.writeEndDocument();
			this.writer.close();
			return this.document.toString();
		}
		catch (XMLStreamException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
