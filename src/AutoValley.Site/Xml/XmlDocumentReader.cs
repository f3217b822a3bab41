using System.Xml;
using System.Xml.Linq;

namespace AutoValley.Site.Xml;

/// <summary>Reads a document with its line numbers. No DTD, so no entity grows and nothing outside the file is asked for.</summary>
internal static class XmlDocumentReader
{
    private const int MaximumDepth = 32;

    // Elements and attributes: in memory each takes many times its length in the file.
    private const int MaximumNodes = 4_000_000;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true,
    };

    /// <exception cref="SiteMapException">It is not well-formed, nests too deep, has too many elements and attributes, or its root has another name.</exception>
    public static XmlNode Read(ReadOnlyMemory<byte> bytes, string root)
    {
        try
        {
            var copy = bytes.ToArray();
            CheckSize(copy);
            using var reader = XmlReader.Create(new MemoryStream(copy), Settings);
            var node = new XmlNode(XElement.Load(reader, LoadOptions.SetLineInfo));
            return node.Name == root ? node : throw node.Fail($"<{node.Name}> instead of <{root}>");
        }
        catch (XmlException exception)
        {
            throw new SiteMapException(null, exception.LineNumber > 0 ? exception.LineNumber : null, $"not XML: {exception.Message}", exception);
        }
    }

    private static void CheckSize(byte[] bytes)
    {
        var nodes = 0;
        using var reader = XmlReader.Create(new MemoryStream(bytes), Settings);
        while (reader.Read())
        {
            if (reader.Depth > MaximumDepth)
                throw new SiteMapException(null, ((IXmlLineInfo)reader).LineNumber, $"nested deeper than {MaximumDepth} elements");
            nodes += reader.NodeType == XmlNodeType.Element ? 1 + reader.AttributeCount : 0;
            if (nodes > MaximumNodes)
                throw new SiteMapException(null, ((IXmlLineInfo)reader).LineNumber, $"more than {MaximumNodes} elements and attributes");
        }
    }
}
