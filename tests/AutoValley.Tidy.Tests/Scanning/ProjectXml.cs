using System.Xml;
using System.Xml.Linq;

namespace AutoValley.Tidy.Tests.Scanning;

/// <summary>Reads project files.</summary>
internal static class ProjectXml
{
    /// <summary>The elements of these names, at any depth.</summary>
    public static IEnumerable<XElement> Elements(TextFile project, params string[] names) =>
        Read(project).Descendants().Where(element => names.Contains(element.Name.LocalName));

    /// <summary>The SDK that the project builds with.</summary>
    public static string? Sdk(TextFile project) => Read(project).Root!.Attribute("Sdk")?.Value;

    /// <summary>A finding at an element.</summary>
    public static Finding At(TextFile project, XElement element, string what) => new(project.Path, ((IXmlLineInfo)element).LineNumber, what);

    private static XDocument Read(TextFile project) => XDocument.Parse(project.Text, LoadOptions.SetLineInfo);
}
