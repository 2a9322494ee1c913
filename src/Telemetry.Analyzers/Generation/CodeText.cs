using System.Security;
using Microsoft.CodeAnalysis.CSharp;

namespace Telemetry.Analyzers;

/// <summary>Pieces of code.</summary>
internal static class CodeText
{
    internal const string Core = "global::Telemetry";

    private const string Pair = "global::System.Collections.Generic.KeyValuePair<string, global::Telemetry.";
    private const string Span = "global::System.ReadOnlySpan<";

    /// <summary>The attribute of generated members.</summary>
    internal static readonly string Generated = "[global::System.CodeDom.Compiler.GeneratedCode(\"Telemetry.Analyzers\", "
        + $"{Literal(typeof(CodeText).Assembly.GetName().Version.ToString())})]";

    /// <summary>The attribute of members that users do not call.</summary>
    internal const string Hidden =
        "[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]";

    internal static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>Returns text for a documentation comment.</summary>
    internal static string Xml(string? text) => SecurityElement.Escape(text ?? string.Empty);

    /// <summary>Returns the parameters of the method, as in its declaration.</summary>
    internal static string Parameters(MethodModel method) => string.Join(
        ", ", method.Parameters.Select(parameter => $"{parameter.Modifiers}{parameter.Type} {parameter.Name}"));

    /// <summary>Returns the measurements of some keys, as an argument of an emit.</summary>
    internal static string Measurements(MethodModel method) =>
        Fields(method, "MeasurementValue", method.Fields.Where(field => field.IsMeasurement), MeasurementOf);

    /// <summary>Returns the metadata of some keys, as an argument of an emit.</summary>
    internal static string Metadata(MethodModel method) =>
        Fields(method, "MetadataValue", method.Fields.Where(field => !field.IsMeasurement), MetadataOf);

    private static string Fields(MethodModel method, string type, IEnumerable<FieldModel> fields, Func<FieldModel, string> create)
    {
        string[] items = [.. fields.Select(create)];
        return items.Length == 0 ? $"default({Span}{Pair}{type}>>)"
            : method.UsesCollectionExpressions ? $"[{string.Join(", ", items)}]"
            : $"new {Pair}{type}>[] {{ {string.Join(", ", items)} }}";
    }

    // An entry without a key is skipped by handlers, so that the number of entries does not depend on the values.
    private static string MeasurementOf(FieldModel field) => field.Form == ValueForm.Nullable
        ? $"{field.Parameter}.HasValue ? {New(field, "MeasurementValue", $"{field.Parameter}.GetValueOrDefault()")} : default"
        : New(field, "MeasurementValue", field.Parameter);

    private static string MetadataOf(FieldModel field) => New(field, "MetadataValue", field.Form switch
    {
        ValueForm.Object => $"{Core}.MetadataValue.From({field.Parameter})",
        ValueForm.Nullable => $"{field.Parameter}.HasValue ? ({Core}.MetadataValue){field.Parameter}.GetValueOrDefault() : default",
        _ => field.Parameter,
    });

    private static string New(FieldModel field, string type, string value) => $"new {Pair}{type}>({Literal(field.Key)}, {value})";
}
