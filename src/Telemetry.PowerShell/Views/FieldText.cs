using System.Collections;
using System.Collections.Specialized;
using System.Globalization;

namespace Telemetry.Commands;

/// <summary>
/// Formats measurements and metadata as one short line for people: <c>duration=12.5ms, files=3</c>. Long values and long
/// lists are cut, with an ellipsis. A point in time is shown with its offset or the <c>Z</c> of UTC if it has one. No value
/// of an event makes the formatting fail or breaks the line. The views of the module use this format.
/// </summary>
public static class FieldText
{
    private const int MaxLength = 100;
    private const int MaxEntries = 30;
    private const int MaxItems = 10;
    private const int MaxDepth = 2;

    private static readonly HashSet<string> s_ofSpans = new(StringComparer.OrdinalIgnoreCase)
    {
        SpanKeys.Duration, SpanKeys.MonotonicTime, SpanKeys.SystemTime, SpanKeys.Context, SpanKeys.Parent,
    };

    private static readonly HashSet<string> s_ofFailures =
        new(StringComparer.OrdinalIgnoreCase) { SpanKeys.Kind, SpanKeys.Reason, SpanKeys.StackTrace };

    /// <summary>Formats the entries of a dictionary as <c>name=value</c>, in its order.</summary>
    /// <param name="fields">The dictionary; null is formatted like an empty one.</param>
    public static string Of(IDictionary? fields) => fields is null ? string.Empty : OfEntries(fields, 0);

    /// <summary>Formats the emitter's own entries, then the duration. The other entries that the library adds to the events
    /// of a span would leave no room for them on a narrow screen.</summary>
    /// <param name="fields">The measurements or the metadata of an event.</param>
    internal static string OfOwn(IDictionary fields)
    {
        var own = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        IDictionaryEnumerator walk = fields.GetEnumerator();
        while (walk.MoveNext())
        {
            if (!s_ofSpans.Contains((string)walk.Key))
            {
                own[walk.Key] = walk.Value;
            }
        }

        if (fields.Contains(SpanKeys.Duration))
        {
            own[SpanKeys.Duration] = fields[SpanKeys.Duration];
        }

        return Of(own);
    }

    /// <summary>Formats the emitter's own entries of several dictionaries. A later dictionary takes precedence.</summary>
    /// <param name="isSpan">Whether the dictionaries are those of the events of a span: its entries, such as the duration and the reason of
    /// its failure, are left out.</param>
    /// <param name="dictionaries">The dictionaries; null ones are skipped.</param>
    internal static string OfUser(bool isSpan, params IDictionary?[] dictionaries)
    {
        var own = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        bool isFailure = isSpan && Array.Exists(dictionaries, fields => fields?.Contains("stacktrace") == true);
        foreach (IDictionary fields in dictionaries.OfType<IDictionary>())
        {
            IDictionaryEnumerator walk = fields.GetEnumerator();
            while (walk.MoveNext())
            {
                var key = (string)walk.Key;
                if (!isSpan || !(s_ofSpans.Contains(key) || (isFailure && s_ofFailures.Contains(key))))
                {
                    own[key] = walk.Value;
                }
            }
        }

        return Of(own);
    }

    private static string OfEntries(IDictionary fields, int depth)
    {
        var texts = new List<string>();
        int limit = depth == 0 ? MaxEntries : MaxItems;
        IDictionaryEnumerator walk = fields.GetEnumerator();
        while (walk.MoveNext())
        {
            if (texts.Count == limit)
            {
                texts.Add("…");
                break;
            }

            texts.Add($"{OfValue(walk.Key, MaxDepth)}={OfValue(walk.Value, depth)}");
        }

        return string.Join(", ", texts);
    }

    // A value is any object of the emitter: it may throw, change meanwhile, or contain itself.
    private static string OfValue(object? value, int depth)
    {
        try
        {
            return Shorten(Describe(value, depth));
        }
        catch (Exception)
        {
            return value!.GetType().Name;
        }
    }

    private static string Describe(object? value, int depth) => value switch
    {
        null => "null",
        string text => text,
        TimeSpan time => DurationText.Of(time),
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture),
        float number => number.ToString("G7", CultureInfo.InvariantCulture),
        double number => number.ToString("G9", CultureInfo.InvariantCulture),
        Exception exception => $"{exception.GetType().Name}: {exception.Message}",
        IDictionary dictionary => depth < MaxDepth ? $"{{{OfEntries(dictionary, depth + 1)}}}" : dictionary.GetType().Name,
        IList list => depth < MaxDepth ? $"[{OfItems(list, depth + 1)}]" : list.GetType().Name,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };

    private static string OfItems(IList list, int depth)
    {
        IEnumerable<string> texts = list.Cast<object?>().Take(MaxItems).Select(item => OfValue(item, depth));
        return string.Join(", ", list.Count > MaxItems ? texts.Append("…") : texts);
    }

    private static string Shorten(string text)
    {
        string cut = text.Length > MaxLength ? $"{text.Substring(0, MaxLength)}…" : text;
        return cut.Any(char.IsControl) ? new string([.. cut.Select(c => char.IsControl(c) ? ' ' : c)]) : cut;
    }
}
