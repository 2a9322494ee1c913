namespace Telemetry.Logging;

/// <summary>Lines of logfmt: pairs of a key and a value.</summary>
internal sealed class LogfmtSyntax(LineFields fields, bool isLocal) : LineSyntax(isLocal)
{
    private static readonly string[] s_own = ["time", "name", "pid", "span", "parent", "truncated"];

    private readonly PlainValues _values = new(fields);

    private protected override void Write(ref LineOutput output, in LineEvent line)
    {
        output.Writer.Write("time="u8);
        output.Writer.Write(TimeOf(line));
        output.Writer.Write(" name="u8);
        output.Writer.Write(line.Data.EventName.ToString(), Escapes.Controls);
        _values.WritePair(ref output, "pid", LogValue.OfNumber(ProcessId));
        WriteSpan(ref output, "span", line.Span);
        WriteSpan(ref output, "parent", line.Parent);
        WriteMeasurements(ref output, line);
        WriteMetadata(ref output, line);
        output.Writer.Write(output.IsTruncated ? " truncated=true"u8 : default);
    }

    /// <summary>Writes the measurements as pairs, each with a space before it.</summary>
    internal void WriteMeasurements(ref LineOutput output, in LineEvent line)
    {
        for (int i = 0; i < line.Data.Measurements.Length && output.HasRoom(i, LineFields.MaxFields); i++)
        {
            if (fields.TryGet(line, i, out string key, out LogValue value))
            {
                _values.WritePair(ref output, IsOwn(key) ? "measurements." + key : key, value);
            }
        }
    }

    /// <summary>Writes the metadata as pairs, each with a space before it. A key that a measurement has, too, is preceded by
    /// <c>metadata.</c></summary>
    internal void WriteMetadata(ref LineOutput output, in LineEvent line)
    {
        for (int i = 0; i < line.Data.Metadata.Length && output.HasRoom(i, LineFields.MaxFields); i++)
        {
            if (fields.TryGetMetadata(line, i, out string key, out LogValue value))
            {
                bool isTaken = IsOwn(key) || line.Data.TryGetMeasurement(key, out _);
                _values.WritePair(ref output, isTaken ? "metadata." + key : key, value);
            }
        }
    }

    private static bool IsOwn(string key) => Array.Exists(s_own, own => string.Equals(own, key, StringComparison.OrdinalIgnoreCase));

    private void WriteSpan(ref LineOutput output, string key, MetadataValue context)
    {
        if (context.Kind != MetadataValueKind.Null)
        {
            _values.WritePair(ref output, key, fields.Read(context.ToObject()));
        }
    }
}
