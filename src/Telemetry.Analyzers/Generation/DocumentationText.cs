using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Telemetry.Analyzers;

/// <summary>The texts of the documentation comment above a method.</summary>
/// <remarks>The comment is read from the source: a compiler that writes no documentation file does not parse it.</remarks>
internal sealed class DocumentationText
{
    private readonly XElement? _root;

    private DocumentationText(XElement? root) => _root = root;

    /// <summary>The summary, as plain text; null if there is none.</summary>
    internal string? Summary => Text(_root?.Element("summary"));

    internal static DocumentationText Of(SyntaxNode method)
    {
        var xml = new StringBuilder("<doc>");
        foreach (string line in method.GetLeadingTrivia().ToFullString().Split('\n'))
        {
            string text = line.Trim();
            if (text.StartsWith("///", StringComparison.Ordinal))
            {
                xml.Append(text.Substring(3)).Append('\n');
            }
        }

        try
        {
            return new(XElement.Parse(xml.Append("</doc>").ToString()));
        }
        catch (XmlException)
        {
            // The compiler reports it, if documentation is written.
            return new(null);
        }
    }

    /// <summary>Returns the text about a parameter; null if there is none.</summary>
    internal string? Parameter(string name) =>
        Text(_root?.Elements("param").FirstOrDefault(element => element.Attribute("name")?.Value == name));

    private static string? Text(XElement? element)
    {
        if (element is null)
        {
            return null;
        }

        var text = new StringBuilder();
        Append(text, element);
        string joined = string.Join(" ", text.ToString().Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return joined.Length == 0 ? null : joined;
    }

    private static void Append(StringBuilder text, XElement element)
    {
        foreach (XNode node in element.Nodes())
        {
            switch (node)
            {
                case XText content:
                    text.Append(content.Value);
                    break;
                case XElement { IsEmpty: true } reference:
                    text.Append(NameOf(reference));
                    break;
                case XElement inner:
                    Append(text, inner);
                    text.Append(inner.Name.LocalName is "para" or "item" or "description" ? " " : string.Empty);
                    break;
            }
        }
    }

    // Of <see cref="M:A.B(System.String)"/>, <see langword="null"/>, <paramref name="route"/>.
    private static string NameOf(XElement reference)
    {
        string name = reference.Attributes().FirstOrDefault()?.Value ?? string.Empty;
        int end = name.IndexOf('(');
        name = end < 0 ? name : name.Substring(0, end);
        return name.Substring(name.LastIndexOf('.') + 1);
    }
}
