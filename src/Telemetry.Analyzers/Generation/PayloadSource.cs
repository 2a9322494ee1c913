namespace Telemetry.Analyzers;

/// <summary>Writes the type by which handlers read an event, and the method that attaches them.</summary>
internal sealed class PayloadSource(MethodModel method, string stem, string eventName, FieldModel[] fields)
{
    private const string Data = "global::Telemetry.EventData";

    private readonly string _type = GeneratedNames.Payload(stem);
    private readonly string _handler = GeneratedNames.Handler(stem);
    private readonly string _name = CodeText.Xml(eventName);

    internal void Write(CodeWriter code)
    {
        WriteType(code);
        code.Line();
        WriteHandler(code);
        code.Line();
        WriteAttach(code);
        code.Line();
    }

    private void WriteType(CodeWriter code)
    {
        code.Summary($"The event <c>{_name}</c> as it is declared. It is valid only until the handler returns.");
        code.Line(CodeText.Generated);
        code.Open($"{method.Accessibility} readonly ref struct {_type}");
        WriteConstructor(code);
        code.Summary("The name of the event.");
        code.Line($"public static {CodeText.Core}.EventName {PayloadMembers.EventName} {{ get; }} =");
        code.Line($"    {CodeText.Core}.EventName.Parse({CodeText.Literal(eventName)});\n");
        code.Summary("The event with all its measurements and metadata.");
        code.Line($"public {Data} {PayloadMembers.Data} {{ get; }}\n");
        foreach (FieldModel field in fields)
        {
            code.Summary($"{CodeText.Xml(field.Description ?? $"The value of {field.Key}.")}"
                + (field.Unit is null ? string.Empty : $" In the unit {CodeText.Xml(field.Unit)}."));
            code.Line($"public {TypeOf(field)} {field.Property} {{ get; }}\n");
        }

        WriteRead(code);
        code.Close();
    }

    private void WriteConstructor(CodeWriter code)
    {
        string parameters = string.Concat(fields.Select((field, index) => $", {TypeOf(field)} value{index}"));
        code.Open($"private {_type}(in {Data} data{parameters})");
        code.Line($"this.{PayloadMembers.Data} = data;");
        for (int i = 0; i < fields.Length; i++)
        {
            code.Line($"this.{fields[i].Property} = value{i};");
        }

        code.Close();
        code.Line();
    }

    private void WriteRead(CodeWriter code)
    {
        code.Summary($"Reads an event, if it is <c>{_name}</c> and has the declared keys, with values that can be converted to the "
            + "declared types. Other keys are ignored.");
        code.Line("/// <param name=\"data\">The event.</param>");
        code.Line("/// <param name=\"payload\">The payload, or the default.</param>");
        code.Line("/// <returns>Whether the event is such an event.</returns>");
        code.Open($"public static bool {PayloadMembers.TryRead}(in {Data} data, out {_type} payload)");
        code.Line("payload = default;");
        code.Line($"return {PayloadMembers.EventName}.Equals(data.EventName)");
        code.Line($"    && {PayloadMembers.FindMismatch}(in data, out payload) is null;");
        code.Close();
        code.Line();
        code.Line(CodeText.Hidden);
        code.Open($"internal static string? {PayloadMembers.FindMismatch}(in {Data} data, out {_type} payload)");
        code.Line("payload = default;");
        for (int i = 0; i < fields.Length; i++)
        {
            string key = CodeText.Literal(fields[i].Key);
            code.Open(
                $"if (!{CodeText.Core}.EventPayload.{ReaderOf(fields[i])}(in data, {key}, out {ReadTypeOf(fields[i])} value{i}))");
            code.Line($"return {key};");
            code.Close();
            code.Line();
        }

        code.Line($"payload = new {_type}(in data{string.Concat(fields.Select((_, index) => $", value{index}"))});");
        code.Line("return null;");
        code.Close();
    }

    private void WriteHandler(CodeWriter code)
    {
        code.Summary($"A handler of the event <c>{_name}</c>.");
        code.Line("/// <param name=\"payload\">The event as it is declared.</param>");
        code.Line(CodeText.Generated);
        code.Line($"{method.Accessibility} delegate void {_handler}({_type} payload);");
    }

    private void WriteAttach(CodeWriter code)
    {
        bool isOfInstance = method.Dispatcher is not null;
        code.Summary($"Attaches a handler to the event <c>{_name}</c>. An event of this name that is not as declared does not call the "
            + "handler, and is reported by the event <c>telemetry.handler.mismatch</c>.");
        code.Line("/// <param name=\"id\">The id of the handler, unique in the dispatcher.</param>");
        code.Line("/// <param name=\"handler\">The delegate to call when the event occurs.</param>");
        string options = "/// <param name=\"options\">The attachment options; null for the defaults.</param>";
        string isDefault = isOfInstance ? string.Empty : "; null for the default one";
        string dispatcher = $"/// <param name=\"dispatcher\">The dispatcher{isDefault}.</param>";
        code.Line(isOfInstance ? $"{dispatcher}\n{options}" : $"{options}\n{dispatcher}");
        code.Line("/// <returns>The attached handler. Disposing it detaches the handler.</returns>");
        code.Line(CodeText.Generated);
        string parameters = isOfInstance
            ? $"{CodeText.Core}.TelemetryDispatcher dispatcher, {CodeText.Core}.HandlerOptions? options = null"
            : $"{CodeText.Core}.HandlerOptions? options = null, {CodeText.Core}.TelemetryDispatcher? dispatcher = null";
        code.Line($"{method.Accessibility} static {CodeText.Core}.HandlerRegistration {GeneratedNames.Attach(stem)}(");
        code.Open($"    string id, {_handler} handler, {parameters})");
        foreach (string argument in isOfInstance ? new[] { "id", "handler", "dispatcher" } : ["id", "handler"])
        {
            code.Open($"if ({argument} is null)");
            code.Line($"throw new global::System.ArgumentNullException(nameof({argument}));");
            code.Close();
            code.Line();
        }

        string target = isOfInstance ? "dispatcher" : $"dispatcher ?? {CodeText.Core}.TelemetryDispatcher.Default";
        code.Line($"{CodeText.Core}.TelemetryDispatcher target = {target};");
        code.Line($"var mismatches = new {CodeText.Core}.PayloadMismatches(target, id);");
        code.Line($"return target.Attach(id, {_type}.{PayloadMembers.EventName}, Handle, options);\n");
        code.Open($"void Handle(in {Data} data, object? config)");
        code.Open($"if ({_type}.{PayloadMembers.FindMismatch}(in data, out {_type} payload) is {{ }} key)");
        code.Line("mismatches.Report(in data, key);");
        code.Close();
        code.Open("else");
        code.Line("handler(payload);");
        code.Close();
        code.Close();
        code.Close();
    }

    private static string TypeOf(FieldModel field) => field.IsOptional ? $"{field.Type}?" : field.Type;

    // A method that tries to read an object gives null if it cannot.
    private static string ReadTypeOf(FieldModel field) => field.IsValueType ? TypeOf(field) : $"{field.Type}?";

    private static string ReaderOf(FieldModel field) => (field.IsMeasurement, field.IsOptional, field.IsValueType) switch
    {
        (true, false, _) => "TryReadMeasurement",
        (true, true, _) => "TryReadNullableMeasurement",
        (false, false, _) => "TryReadMetadata",
        (false, true, true) => "TryReadNullableMetadata",
        _ => "TryReadOptionalMetadata",
    };
}
