namespace Telemetry.Logging;

/// <summary>Writes values as JSON. Safe to use from any thread.</summary>
/// <param name="fields">Reads the members of objects and the items of lists.</param>
internal sealed class JsonValues(LineFields fields)
{
    /// <summary>The number of levels of objects and lists; those inside are left out.</summary>
    internal const int MaxDepth = 4;

    /// <summary>The highest number of members of an object, and of items of a list.</summary>
    internal const int MaxItems = 100;

    private const string Ellipsis = "…";

    internal static void WriteText(ref Utf8Writer writer, string text)
    {
        writer.Write("\""u8);
        writer.Write(text, Escapes.Json);
        writer.Write("\""u8);
    }

    internal void Write(ref LineOutput output, LogValue value, int depth = 0)
    {
        switch (value.Kind)
        {
            case LogValueKind.Null:
                output.Writer.Write("null"u8);
                break;
            case LogValueKind.Boolean:
                output.Writer.Write(value.IsTrue ? "true"u8 : "false"u8);
                break;
            case LogValueKind.Number:
                output.Writer.Write(value.Number);
                break;
            case LogValueKind.Digits:
                output.Writer.Write(value.Text, Escapes.Json);
                break;
            case LogValueKind.Duration:
                output.Writer.Write(fields.Unit.AmountOf(value.Duration));
                break;
            case LogValueKind.Text:
                WriteText(ref output.Writer, value.Text);
                break;
            default:
                WriteNested(ref output, value, depth);
                break;
        }
    }

    private void WriteNested(ref LineOutput output, LogValue value, int depth)
    {
        if (depth >= MaxDepth)
        {
            WriteText(ref output.Writer, Ellipsis);
        }
        else if (value.Kind == LogValueKind.List)
        {
            WriteItems(ref output, value, depth + 1);
        }
        else
        {
            WriteMembers(ref output, value, depth + 1);
        }
    }

    private void WriteItems(ref LineOutput output, LogValue list, int depth)
    {
        output.Writer.Write("["u8);
        using var walk = new ItemWalk(list.Items);
        int count = 0;
        while (walk.MoveNext())
        {
            output.Writer.Write(count == 0 ? default : ","u8);
            if (!output.HasRoom(count++, MaxItems))
            {
                WriteText(ref output.Writer, Ellipsis);
                break;
            }

            Write(ref output, fields.Read(walk.Current), depth);
        }

        if (walk.Problem is { } problem)
        {
            output.Writer.Write(count == 0 ? default : ","u8);
            WriteText(ref output.Writer, Unreadable.Because(problem));
        }

        output.Writer.Write("]"u8);
    }

    private void WriteMembers(ref LineOutput output, LogValue value, int depth)
    {
        output.Writer.Write("{"u8);
        using var walk = new ItemWalk(value.Members);
        var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (walk.MoveNext())
        {
            if (!output.HasRoom(used.Count, MaxItems))
            {
                WriteMember(ref output, used, Ellipsis, LogValue.Of(Ellipsis), depth);
                break;
            }

            var member = (KeyValuePair<string, object?>)walk.Current!;
            WriteMember(ref output, used, member.Key ?? string.Empty, fields.ReadMember(member), depth);
        }

        if (walk.Problem is { } problem)
        {
            WriteMember(ref output, used, Ellipsis, LogValue.Of(Unreadable.Because(problem)), depth);
        }

        output.Writer.Write("}"u8);
    }

    private void WriteMember(ref LineOutput output, HashSet<string> used, string key, LogValue value, int depth)
    {
        output.Writer.Write(used.Count == 0 ? default : ","u8);
        WriteText(ref output.Writer, fields.KeyOf(used, key, value));
        output.Writer.Write(":"u8);
        Write(ref output, value, depth);
    }
}
