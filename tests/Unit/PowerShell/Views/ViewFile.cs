using System.Xml.Linq;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>The file of the module's views.</summary>
internal static class ViewFile
{
    private static readonly XDocument s_file = XDocument.Load(Repository.PathOf("output", "Telemetry", "Telemetry.format.ps1xml"));

    public static IReadOnlyList<View> Views { get; } = [.. s_file.Descendants("View").Select(view => new View(view))];

    public static View Table(string type) => Views.Single(view => view.Type == type && view.IsTable);

    public static View List(string type) => Views.Single(view => view.Type == type && !view.IsTable);

    /// <summary>A table or a list of one type.</summary>
    public sealed class View(XElement view)
    {
        public string Type { get; } = view.Element("ViewSelectedBy")!.Element("TypeName")!.Value;

        public bool IsTable { get; } = view.Element("TableControl") is not null;

        public IReadOnlyList<Header> Headers { get; } =
        [
            .. view.Descendants("TableColumnHeader")
                .Select(header => new Header(header.Element("Label")!.Value, (int?)header.Element("Width"))),
        ];

        /// <summary>What stands in the columns or in the lines.</summary>
        public IReadOnlyList<XElement> Items { get; } = [.. view.Descendants("TableColumnItem"), .. view.Descendants("ListItem")];

        /// <summary>The properties that it names, those of its conditions included.</summary>
        public IEnumerable<string> Properties => Items.Descendants("PropertyName").Select(property => property.Value);

        public IEnumerable<string> Scripts => Items.Descendants("ScriptBlock").Select(script => script.Value);

        /// <summary>The script of a column or a line.</summary>
        public string ScriptOf(string label) => IsTable
            ? Items[Headers.TakeWhile(header => header.Label != label).Count()].Element("ScriptBlock")!.Value
            : Items.Single(item => (string?)item.Element("Label") == label).Element("ScriptBlock")!.Value;

        public override string ToString() => $"{(IsTable ? "table" : "list")} of {Type}";
    }

    public sealed record Header(string Label, int? Width);
}
