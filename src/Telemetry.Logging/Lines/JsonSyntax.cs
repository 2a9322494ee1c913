namespace Telemetry.Logging;

/// <summary>Lines of JSON.</summary>
internal sealed class JsonSyntax(LineFields fields, bool isLocal) : LineSyntax(isLocal)
{
    private readonly JsonValues _values = new(fields);

    private protected override void Write(ref LineOutput output, in LineEvent line)
    {
        output.Writer.Write("{\"time\":\""u8);
        output.Writer.Write(TimeOf(line));
        output.Writer.Write("\",\"name\":"u8);
        JsonValues.WriteText(ref output.Writer, line.Data.EventName.ToString());
        output.Writer.Write(",\"pid\":"u8);
        output.Writer.Write(ProcessId);
        WriteSpan(ref output, ",\"span\":"u8, line.Span);
        WriteSpan(ref output, ",\"parent\":"u8, line.Parent);
        output.Writer.Write(",\"measurements\":{"u8);
        WriteMeasurements(ref output, line);
        output.Writer.Write("},\"metadata\":{"u8);
        WriteMetadata(ref output, line);
        output.Writer.Write(output.IsTruncated ? "},\"truncated\":true}"u8 : "}}"u8);
    }

    private void WriteSpan(ref LineOutput output, ReadOnlySpan<byte> member, MetadataValue context)
    {
        if (context.Kind != MetadataValueKind.Null)
        {
            output.Writer.Write(member);
            _values.Write(ref output, fields.Read(context.ToObject()));
        }
    }

    private void WriteMeasurements(ref LineOutput output, in LineEvent line)
    {
        int count = 0;
        for (int i = 0; i < line.Data.Measurements.Length && output.HasRoom(i, LineFields.MaxFields); i++)
        {
            if (fields.TryGet(line, i, out string key, out LogValue value))
            {
                WriteField(ref output, count++, key, value);
            }
        }
    }

    private void WriteMetadata(ref LineOutput output, in LineEvent line)
    {
        int count = 0;
        for (int i = 0; i < line.Data.Metadata.Length && output.HasRoom(i, LineFields.MaxFields); i++)
        {
            if (fields.TryGetMetadata(line, i, out string key, out LogValue value))
            {
                WriteField(ref output, count++, key, value);
            }
        }
    }

    private void WriteField(ref LineOutput output, int index, string key, LogValue value)
    {
        output.Writer.Write(index == 0 ? default : ","u8);
        JsonValues.WriteText(ref output.Writer, key);
        output.Writer.Write(":"u8);
        _values.Write(ref output, value);
    }
}
