namespace Telemetry.Analyzers;

/// <summary>Writes the handle of an event or a span.</summary>
internal static class HandleSource
{
    private const string Default = "global::Telemetry.TelemetryDispatcher.Default";

    /// <summary>Writes the handle: a static field in a type of its own, whose initialization no emit waits for, or a property of the
    /// instance.</summary>
    /// <param name="code">The writer.</param>
    /// <param name="method">The method.</param>
    /// <param name="type">The type of the handle.</param>
    /// <param name="nameOwner">The payload that has the name of the event; null for a literal.</param>
    /// <returns>The expression that gets the handle.</returns>
    internal static string Write(CodeWriter code, MethodModel method, string type, string? nameOwner)
    {
        string handle = GeneratedNames.Handle(method.Stem);
        string always = method.IsAlwaysEnabled ? ".AlwaysEnabled" : string.Empty;
        string Get(string dispatcher) => method.IsSpan
            ? $"{CodeText.Core}.DispatcherSpanExtensions.GetSpanSource({dispatcher}, {CodeText.Literal(method.EventName)}){always}"
            : $"{dispatcher}.GetEvent({nameOwner}.{PayloadMembers.EventName})";

        if (method.Dispatcher is not { } dispatcher)
        {
            code.Line(CodeText.Hidden);
            code.Open($"private static class {handle}");
            code.Line($"internal static readonly {type} Value = {Get(Default)};");
            code.Close();
            code.Line();
            return $"{handle}.Value";
        }

        string own = dispatcher.IsNullable ? $"({dispatcher.Expression} ?? {Default})" : dispatcher.Expression;
        if (!dispatcher.IsCached)
        {
            code.Line(CodeText.Hidden);
            code.Line($"private {type} {handle} => {Get(own)};\n");
            return $"this.{handle}";
        }

        string field = $"__{handle}";
        code.Line(CodeText.Hidden);
        code.Line($"private {type}? {field};\n");
        code.Line(CodeText.Hidden);
        code.Open($"private {type} {handle}");
        code.Open("get");
        code.Line($"{CodeText.Core}.TelemetryDispatcher __dispatcher = {own};");
        code.Line($"{type}? __handle = this.{field};");
        code.Open("if (__handle is null || !object.ReferenceEquals(__handle.Dispatcher, __dispatcher))");
        code.Line($"this.{field} = __handle = {Get("__dispatcher")};");
        code.Close();
        code.Line();
        code.Line("return __handle;");
        code.Close();
        code.Close();
        code.Line();
        return $"this.{handle}";
    }
}
