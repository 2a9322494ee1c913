namespace Telemetry.Diagnostics;

/// <content>Tags as metadata.</content>
internal sealed partial class SourceFeed
{
    // A longer key cannot be one that a person chose.
    private const int MaximumKeyLength = 256;

    // The longest list that is kept as one.
    private const int MaximumItems = 64;

    /// <summary>Adds a tag to the metadata, unless it may hold a secret or was not chosen.</summary>
    internal void AddTag(EventBuilder e, string? key, object? value)
    {
        if (string.IsNullOrEmpty(key) || key!.Length > MaximumKeyLength)
        {
            Counts.Count(SourceProblem.InvalidTag, $"A tag of the source '{SourceName}' has no key, or one that is too long.");
            return;
        }

        TagRule rule = Tags.RuleOf(key);
        if (rule != TagRule.Exclude)
        {
            AddValue(e, key, value, rule);
        }
    }

    private void AddValue(EventBuilder e, string key, object? value, TagRule rule)
    {
        try
        {
            e.Metadata(key, ToMetadata(value, rule));
        }
        catch (Exception exception)
        {
            CountTagFailed(key, exception);
        }
    }

    /// <summary>Counts a tag whose value could not be read.</summary>
    internal void CountTagFailed(string key, Exception exception) => Counts.Count(
        SourceProblem.TagFailed,
        $"The value of the tag '{key}' of the source '{SourceName}' failed with {exception.GetType().FullName}.");

    /// <summary>Converts the value of a tag: numbers, booleans and times as they are, texts cut, lists copied, other objects as
    /// text.</summary>
    private MetadataValue ToMetadata(object? value, TagRule rule) => value switch
    {
        null => default,
        string text => ToText(text, rule),
        bool or char or sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal
            or TimeSpan or DateTime or DateTimeOffset or Guid or Enum => MetadataValue.From(value),
        Array items => ToList(items, rule),
        _ => ToText(SourceText.Of(value), rule),
    };

    private MetadataValue ToText(string? text, TagRule rule)
    {
        if (text is null)
        {
            return default;
        }

        string cut = CutText(text);
        return rule switch
        {
            TagRule.IncludeAsIs => cut,
            TagRule.IncludePath => SourceText.CutQuery(cut),
            _ => SourceText.WithoutSecrets(cut),
        };
    }

    // The library may change or reuse its own array.
    private MetadataValue ToList(Array items, TagRule rule)
    {
        int count = Math.Min(items.Length, MaximumItems);
        if (count < items.Length)
        {
            CountTruncated();
        }

        return MetadataValue.From(items switch
        {
            bool[] values => values.AsSpan(0, count).ToArray(),
            int[] values => values.AsSpan(0, count).ToArray(),
            long[] values => values.AsSpan(0, count).ToArray(),
            double[] values => values.AsSpan(0, count).ToArray(),
            _ => ToTexts(items, count, rule),
        });
    }

    private string?[] ToTexts(Array items, int count, TagRule rule)
    {
        var texts = new List<string?>(count);
        foreach (object? item in items)
        {
            if (texts.Count == count)
            {
                break;
            }

            _ = ToText(item is null ? null : SourceText.Of(item), rule).TryGetString(out string? text);
            texts.Add(text);
        }

        return [.. texts];
    }

    /// <summary>Returns a text, cut after <see cref="SourceText.MaximumLength"/> characters.</summary>
    internal string CutText(string text)
    {
        string cut = SourceText.Cut(text, out bool isCut);
        if (isCut)
        {
            CountTruncated();
        }

        return cut;
    }

    /// <summary>Counts a text, a list or a number of tags that was too long.</summary>
    internal void CountTruncated() => Counts.Count(
        SourceProblem.Truncated, $"A text or a list of the source '{SourceName}' is too long, and was cut.");
}
