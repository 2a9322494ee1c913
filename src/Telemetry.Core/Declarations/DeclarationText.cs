namespace Telemetry;

/// <summary>Values and suggestions in the messages about problems of events.</summary>
internal static class DeclarationText
{
    private const int MaxLength = 60;
    private const int MaxNames = 10;

    /// <summary>Returns a value as text of limited length, in quotation marks.</summary>
    internal static string Of(MetadataValue value)
    {
        string text = Canonical(value);
        return $"'{(text.Length <= MaxLength ? text : $"{text.Substring(0, MaxLength)}…")}'";
    }

    /// <summary>Returns the text by which a value is compared with declared ones.</summary>
    internal static string Canonical(MetadataValue value)
    {
        try
        {
            return value.ToCanonicalText();
        }
        catch (Exception)
        {
            // An object of the emitter that cannot be converted to text. The check must not fail for it.
            return value.ToObject()?.GetType().ToString() ?? string.Empty;
        }
    }

    /// <summary>Returns a sentence with the nearest of the declared names, or with all of them if none is near.</summary>
    /// <param name="noun">The kind of the names, such as <c>key</c>.</param>
    /// <param name="name">The name that is not declared.</param>
    /// <param name="declared">The declared names.</param>
    internal static string Suggest(string noun, string name, IReadOnlyCollection<string> declared)
    {
        if (declared.Count == 0)
        {
            return $"No {noun} is declared.";
        }

        string[] nearest = [.. declared.OrderBy(other => NameDistance.Between(name, other)).ThenBy(other => other, StringComparer.Ordinal)];
        if (NameDistance.IsNear(name, nearest[0]))
        {
            return $"Did you mean '{nearest[0]}'?";
        }

        string names = string.Join(", ", nearest.Take(MaxNames).Select(other => $"'{other}'"));
        return $"Declared {noun}s: {names}{(nearest.Length > MaxNames ? $" and {nearest.Length - MaxNames} more" : string.Empty)}.";
    }
}
