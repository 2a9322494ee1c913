namespace Telemetry.Analyzers;

/// <summary>Writes the members for a span.</summary>
internal static class SpanSource
{
    private const string Type = "global::Telemetry.TelemetrySpan";

    internal static void Write(CodeWriter code, MethodModel method)
    {
        string handle = HandleSource.Write(code, method, $"{CodeText.Core}.TelemetrySpanSource", nameOwner: null);
        string isStatic = method.IsStatic ? "static " : string.Empty;
        string name = CodeText.Xml(method.EventName);

        code.Summary($"Whether one of the events of the span <c>{name}</c> has handlers. Check it before computing values that are costly "
            + "to compute.");
        code.Line(CodeText.Generated);
        code.Line($"{method.Accessibility} {isStatic}bool {GeneratedNames.IsEnabled(method.Stem)} => {handle}.HasHandlers;\n");

        code.Summary($"The handle of the span <c>{name}</c>.");
        code.Line(CodeText.Generated);
        string source = GeneratedNames.Source(method.Stem);
        code.Line($"{method.Accessibility} {isStatic}{CodeText.Core}.TelemetrySpanSource {source} => {handle};\n");

        WriteStart(code, method, handle);
        WriteRun(code, method, handle, isStatic);
        foreach (PayloadSource payload in SpanPayloads.Of(method))
        {
            payload.Write(code);
        }
    }

    private static void WriteStart(CodeWriter code, MethodModel method, string handle)
    {
        string parent = method.Parameters.FirstOrDefault(parameter => parameter.IsParent)?.Name ?? "null";
        string start = $"__source.Start({CodeText.Metadata(method)}, {parent})";
        code.Line(CodeText.Generated);
        code.Open($"{method.Modifiers}partial {Type} {method.Name}({CodeText.Parameters(method)})");
        code.Line($"{CodeText.Core}.TelemetrySpanSource __source = {handle};");
        code.Line(method.IsAlwaysEnabled ? $"return {start};" : $"return __source.HasHandlers ? {start} : __source.Disabled;");
        code.Close();
        code.Line();
    }

    private static void WriteRun(CodeWriter code, MethodModel method, string handle, string isStatic)
    {
        (string Result, string Name, string Function, string Call)[] forms =
        [
            ("void", GeneratedNames.Run(method.Stem), $"global::System.Action<{Type}>", "Run"),
            ("TResult", $"{GeneratedNames.Run(method.Stem)}<TResult>", $"global::System.Func<{Type}, TResult>", "Run"),
            ("global::System.Threading.Tasks.Task", GeneratedNames.RunAsync(method.Stem),
                $"global::System.Func<{Type}, global::System.Threading.Tasks.Task>", "RunAsync"),
            ("global::System.Threading.Tasks.Task<TResult>", $"{GeneratedNames.RunAsync(method.Stem)}<TResult>",
                $"global::System.Func<{Type}, global::System.Threading.Tasks.Task<TResult>>", "RunAsync"),
        ];
        foreach ((string result, string name, string function, string call) in forms)
        {
            string parameters = string.Concat(method.Parameters
                .Where(parameter => !parameter.IsParent)
                .Select(parameter => $"{(parameter.Modifiers.Contains("in ") ? "in " : string.Empty)}{parameter.Type} {parameter.Name}, "));
            code.Summary($"Runs a function in a span <c>{CodeText.Xml(method.EventName)}</c>, which ends with it.");
            code.Line(CodeText.Generated);
            code.Line($"{method.Accessibility} {isStatic}{result} {name}({parameters}{function} __function) =>");
            code.Line($"    {handle}.{call}(__function, {CodeText.Metadata(method)});\n");
        }
    }
}
