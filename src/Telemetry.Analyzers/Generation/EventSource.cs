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

        // A static field is a constant for the JIT, and is read as such where it is used, as in an emit that is written by hand.
        string used = handle;
        if (method.Dispatcher is not null)
        {
            used = "__handle";
            code.Line($"{CodeText.Core}.TelemetryEvent {used} = {handle};");
        }

        code.Open($"if (!{used}.HasHandlers)");
        code.Line("return;");
        code.Close();
        code.Line();
        code.Line($"{used}.Execute({CodeText.Measurements(method)}, {CodeText.Metadata(method)});");
        code.Close();
        code.Line();

        var source = new PayloadSource(method, method.Stem, method.EventName, [.. method.Fields]);
        source.Write(code);
    }
}
