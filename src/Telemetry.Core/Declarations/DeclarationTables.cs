using System.Text;

namespace Telemetry;

/// <summary>Writes the keys of declared events as tables in Markdown.</summary>
internal static class DeclarationTables
{
    // In the order in which they happen.
    private static readonly string[] s_suffixes =
        [SpanSuffixes.Start, SpanSuffixes.Stop, SpanSuffixes.Exception];

    internal static string OfEvent(EventDeclaration declaration)
    {
        string measurements = Table("measurement", [.. declaration.Measurements.Select(field => new TableRow(field))]);
        string metadata = Table("metadata", [.. declaration.Metadata.Select(field => new TableRow(field))]);
        return measurements.Length == 0 && metadata.Length == 0 ? "The event has no measurements and no metadata.\n"
            : measurements.Length == 0 || metadata.Length == 0 ? measurements + metadata
            : $"{measurements}\n{metadata}";
    }

    /// <summary>Writes the keys of the events of a span, without those that every span adds.</summary>
    /// <param name="declared">The events of the span, in any order.</param>
    internal static string OfSpan(EventDeclaration[] declared)
    {
        EventDeclaration[] events = [.. declared.OrderBy(declaration => Array.IndexOf(s_suffixes, SuffixOf(declaration.Name)))];
        TableRow[] rows =
        [
            .. RowsOf(events, "measurements", declaration => declaration.Measurements),
            .. RowsOf(events, "metadata", declaration => declaration.Metadata),
        ];
        return rows.Length == 0 ? "The events have the keys of a span alone.\n" : Table("key", rows);
    }

    private static IEnumerable<TableRow> RowsOf(
        EventDeclaration[] events, string part, Func<EventDeclaration, IEnumerable<FieldDeclaration>> fieldsOf) =>
        events
            .SelectMany(declaration => fieldsOf(declaration), (declaration, field) => (Event: declaration, Field: field))
            .Where(use => !use.Field.IsOfSpan)
            .GroupBy(use => use.Field.Key, StringComparer.OrdinalIgnoreCase)
            .Select(uses => new TableRow(
                uses.First().Field, $"{part} of {string.Join(", ", uses.Select(use => $"`{SuffixOf(use.Event.Name)}`"))}"));

    private static string SuffixOf(EventName name) => name.Segments[name.Segments.Count - 1];

    private static string Table(string keyHeader, TableRow[] rows)
    {
        if (rows.Length == 0)
        {
            return string.Empty;
        }

        List<(string Header, Func<TableRow, string> Cell)> columns = [(keyHeader, row => $"`{row.Field.Key}`")];
        if (rows[0].Part is not null)
        {
            columns.Add(("part", row => row.Part!));
        }

        columns.Add(("type", row => TypeOf(row.Field)));
        if (Array.Exists(rows, row => UnitOf(row.Field) is not null))
        {
            columns.Add(("unit", row => UnitOf(row.Field) ?? string.Empty));
        }

        columns.Add(("meaning", row => MeaningOf(row.Field)));
        var table = new StringBuilder(Line(columns.Select(column => column.Header))).Append(Line(columns.Select(_ => "---")));
        foreach (TableRow row in rows)
        {
            table.Append(Line(columns.Select(column => Escape(column.Cell(row)))));
        }

        return table.ToString();
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";

    private static string Escape(string cell) => cell.Replace("|", "\\|").Replace("\r", string.Empty).Replace('\n', ' ').Trim();

    private static string TypeOf(FieldDeclaration field) => field.Type.ToString().ToLowerInvariant();

    private static string? UnitOf(FieldDeclaration field) => (field as MeasurementDeclaration)?.Unit;

    private static string MeaningOf(FieldDeclaration field)
    {
        IEnumerable<string> parts =
        [
            field.Description.TrimEnd('.'),
            field is MetadataDeclaration { Values.Count: > 0 } limited
                ? $"one of {string.Join(", ", limited.Values.Select(value => $"`{value}`"))}"
                : string.Empty,
            field.IsOptional ? "optional" : string.Empty,
        ];
        return string.Join("; ", parts.Where(part => part.Length > 0));
    }
}
