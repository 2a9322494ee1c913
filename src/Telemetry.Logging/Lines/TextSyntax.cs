using System.Globalization;

namespace Telemetry.Logging;

/// <summary>Lines of text by a template.</summary>
internal sealed class TextSyntax(IReadOnlyList<TemplatePart> parts, LineFields fields, bool isLocal) : LineSyntax(isLocal)
{
    private readonly PlainValues _values = new(fields);
    private readonly LogfmtSyntax _pairs = new(fields, isLocal);

    private protected override void Write(ref LineOutput output, in LineEvent line)
    {
        foreach (TemplatePart part in parts)
        {
            Write(ref output, part, line);
        }
    }

    private void Write(ref LineOutput output, TemplatePart part, in LineEvent line)
    {
        switch (part.Kind)
        {
            case TemplatePartKind.Literal:
                output.Writer.Write(part.Text, Escapes.Controls);
                break;
            case TemplatePartKind.Time when part.Text.Length == 0:
                output.Writer.Write(TimeOf(line));
                break;
            case TemplatePartKind.Time:
                output.Writer.Write(TimeOf(line).ToString(part.Text, CultureInfo.InvariantCulture), Escapes.Controls);
                break;
            case TemplatePartKind.Name:
                output.Writer.Write(line.Data.EventName.ToString(), Escapes.Controls);
                break;
            case TemplatePartKind.Measurements:
                WritePairs(ref output, line, isMetadata: false);
                break;
            case TemplatePartKind.Metadata:
                WritePairs(ref output, line, isMetadata: true);
                break;
            default:
                _values.Write(ref output, ValueOf(part, line), isQuoted: false, hasUnit: true);
                break;
        }
    }

    // Each pair begins with a space, which belongs to the template here.
    private void WritePairs(ref LineOutput output, in LineEvent line, bool isMetadata)
    {
        var buffer = new ByteBuffer();
        var inner = new LineOutput(buffer);
        if (isMetadata)
        {
            _pairs.WriteMetadata(ref inner, line);
        }
        else
        {
            _pairs.WriteMeasurements(ref inner, line);
        }

        inner.Writer.Flush();
        output.Writer.Write(buffer.Length == 0 ? "-"u8 : buffer.Bytes.AsSpan(1, buffer.Length - 1));
    }

    private LogValue ValueOf(TemplatePart part, in LineEvent line) => part.Kind switch
    {
        TemplatePartKind.Pid => LogValue.OfNumber(ProcessId),
        TemplatePartKind.Span => OrDash(line.Span),
        TemplatePartKind.Parent => OrDash(line.Parent),
        TemplatePartKind.Measurement => line.Data.TryGetMeasurement(part.Text, out MeasurementValue measurement)
            ? ValueReader.Read(measurement)
            : LogValue.Of("-"),
        _ => MetadataOf(part.Text, line),
    };

    private LogValue OrDash(MetadataValue context) =>
        context.Kind == MetadataValueKind.Null ? LogValue.Of("-") : fields.Read(context.ToObject());

    // The key itself, or a member of an object: {metadata.reason.message}.
    private LogValue MetadataOf(string path, in LineEvent line)
    {
        if (line.Data.TryGetMetadata(path, out MetadataValue whole))
        {
            return fields.Read(line, path, whole);
        }

        int dot = path.IndexOf('.');
        if (dot <= 0 || !line.Data.TryGetMetadata(path.Substring(0, dot), out MetadataValue entry))
        {
            return LogValue.Of("-");
        }

        LogValue value = fields.Read(line, path.Substring(0, dot), entry);
        foreach (string name in path.Substring(dot + 1).Split('.'))
        {
            value = MemberOf(value, name);
        }

        return value;
    }

    private LogValue MemberOf(LogValue value, string name)
    {
        if (value.Kind == LogValueKind.Members)
        {
            using var walk = new ItemWalk(value.Members);
            for (int count = 0; count < JsonValues.MaxItems && walk.MoveNext(); count++)
            {
                var member = (KeyValuePair<string, object?>)walk.Current!;
                if (string.Equals(member.Key, name, StringComparison.OrdinalIgnoreCase))
                {
                    return fields.ReadMember(member);
                }
            }
        }

        return LogValue.Of("-");
    }
}
