namespace Telemetry.Analyzers;

/// <summary>Writes the members for an event.</summary>
internal static class EventSource
{
    internal static void Write(CodeWriter code, MethodModel method)
    {
        string payload = GeneratedNames.Payload(method.Stem);
        string handle = HandleSource.Write(code, method, $"{CodeText.Core}.TelemetryEvent", payload);
        string isStatic = method.IsStatic ? "static " : string.Empty;

        code.Summary($"Whether the event <c>{CodeText.Xml(method.EventName)}</c> has handlers. Check it before computing values that are "
            + "costly to compute.");
        code.Line(CodeText.Generated);
        code.Line($"{method.Accessibility} {isStatic}bool {GeneratedNames.IsEnabled(method.Stem)} => {handle}.HasHandlers;\n");

        code.Line(CodeText.Generated);
        code.Open($"{method.Modifiers}partial void {method.Name}({CodeText.Parameters(method)})");
        code.Line($"{CodeText.Core}.TelemetryEvent __handle = {handle};");
        code.Open("if (!__handle.HasHandlers)");
        code.Line("return;");
        code.Close();
        code.Line();
        code.Line($"__handle.Execute({CodeText.Measurements(method)}, {CodeText.Metadata(method)});");
        code.Close();
        code.Line();

        var source = new PayloadSource(method, method.Stem, method.EventName, [.. method.Fields]);
        source.Write(code);
    }
}
