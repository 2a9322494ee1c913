namespace Telemetry.Logging;

/// <summary>The measurements and the metadata of an event as fields of a line: what is shown, under which key. Safe to use from any
/// thread.</summary>
/// <param name="values">Reads the values.</param>
/// <param name="redactor">Determines which values are hidden.</param>
/// <param name="unit">The unit of spans of time.</param>
internal sealed class LineFields(ValueReader values, Redactor redactor, DurationUnit unit)
{
    /// <summary>The highest number of measurements, and of entries of the metadata.</summary>
    internal const int MaxFields = 256;

    private const int MaxKey = 256;
    private const string StackKey = "stack";

    /// <summary>The unit of spans of time.</summary>
    internal DurationUnit Unit => unit;

    /// <summary>Gets a measurement, if it is shown.</summary>
    internal bool TryGet(in LineEvent line, int index, out string key, out LogValue value)
    {
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> all = line.Data.Measurements;
        key = all[index].Key;
        value = default;
        if (line.IsClock(key) || HasLater(all, index))
        {
            return false;
        }

        value = ValueReader.Read(all[index].Value);
        key = KeyOf(all, key, value);
        return true;
    }

    /// <summary>Gets an entry of the metadata, if it is shown.</summary>
    internal bool TryGetMetadata(in LineEvent line, int index, out string key, out LogValue value)
    {
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> all = line.Data.Metadata;
        key = all[index].Key;
        value = default;
        if (line.IsShownElsewhere(key) || HasLater(all, index))
        {
            return false;
        }

        value = Read(line, key, all[index].Value);
        key = KeyOf(all, key, value);
        return true;
    }

    /// <summary>Reads an entry of the metadata of an event.</summary>
    internal LogValue Read(in LineEvent line, string key, MetadataValue entry)
    {
        if (redactor.Hides(key))
        {
            return LogValue.Of(Redactor.Text);
        }

        LogValue value = values.Read(entry);
        return line.HasStack(key) && value.Kind == LogValueKind.Members
            ? LogValue.OfMembers(WithStack(value.Members, line.Stack!))
            : value;
    }

    internal LogValue Read(object? item) => values.Read(item);

    /// <summary>Reads a member of an object or an entry of a dictionary.</summary>
    internal LogValue ReadMember(KeyValuePair<string, object?> member) =>
        redactor.Hides(member.Key) ? LogValue.Of(Redactor.Text) : values.Read(member.Value);

    /// <summary>Returns the key under which a member is shown, which no earlier one has.</summary>
    internal string KeyOf(HashSet<string> used, string key, LogValue value)
    {
        string shown = Shown(value.Kind == LogValueKind.Duration ? unit.KeyOf(key) : key);
        while (!used.Add(shown))
        {
            shown += "_";
        }

        return shown;
    }

    // Readers take keys that differ in case for one, as events do.
    private string KeyOf<TValue>(ReadOnlySpan<KeyValuePair<string, TValue>> all, string key, LogValue value)
    {
        if (value.Kind != LogValueKind.Duration)
        {
            return Shown(key);
        }

        string shown = unit.KeyOf(key);
        while (!ReferenceEquals(shown, key) && Contains(all, shown))
        {
            shown += "_";
        }

        return Shown(shown);
    }

    // PowerShell cannot read a JSON object with a member that has no name.
    private static string Shown(string key) => key.Length == 0 ? "_"
        : key.Length <= MaxKey ? key
        : $"{key.Substring(0, MaxKey)}…";

    private static bool Contains<TValue>(ReadOnlySpan<KeyValuePair<string, TValue>> all, string key)
    {
        foreach (KeyValuePair<string, TValue> field in all)
        {
            if (string.Equals(field.Key, key, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // The last of equal keys counts.
    private static bool HasLater<TValue>(ReadOnlySpan<KeyValuePair<string, TValue>> all, int index)
    {
        string key = all[index].Key;
        for (int i = index + 1; i < all.Length && i < MaxFields; i++)
        {
            string other = all[i].Key;
            if (other.Length == key.Length && string.Equals(other, key, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<KeyValuePair<string, object?>> WithStack(
        IEnumerable<KeyValuePair<string, object?>> members, string stack) =>
        members.Where(member => member.Key != StackKey).Append(new(StackKey, stack));
}
