using System.Globalization;

namespace Telemetry;

/// <summary>The accepted values of a condition, prepared so that strings, integers, doubles and booleans are compared without
/// allocating. Immutable.</summary>
internal sealed class ConditionTest
{
    private const double BeyondInt64 = 9223372036854775808.0;

    private readonly string _key;
    private readonly bool _acceptsMissing;
    private readonly bool _acceptsTrue;
    private readonly bool _acceptsFalse;
    private readonly string[] _texts;
    private readonly WildcardText[] _patterns;

    // The texts that are those of such numbers.
    private readonly long[] _integers;
    private readonly double[] _doubles;

    internal ConditionTest(string key, IReadOnlyList<MetadataValue> values)
    {
        _key = key;
        _acceptsMissing = values.Any(value => value.Kind == MetadataValueKind.Null);
        string[] texts =
        [
            .. values.Where(value => value.Kind != MetadataValueKind.Null).Select(value => value.ToCanonicalText()),
        ];
        _texts = [.. texts.Where(text => !WildcardText.HasWildcards(text))];
        _patterns = [.. texts.Where(WildcardText.HasWildcards).Select(text => new WildcardText(text))];
        _integers = [.. _texts.Select(IntegerOf).OfType<long>()];
        _doubles = [.. _texts.Select(DoubleOf).OfType<double>()];
        _acceptsTrue = AcceptsText("true");
        _acceptsFalse = AcceptsText("false");
    }

    /// <summary>Determines whether the event has an accepted value. An exception of an object's own
    /// <see cref="object.ToString"/> is passed on.</summary>
    internal bool IsMatch(in EventData data)
    {
        if (!data.TryGetMetadata(_key, out MetadataValue value) || value.Kind == MetadataValueKind.Null)
        {
            if (!data.TryGetMeasurement(_key, out MeasurementValue measurement))
            {
                return _acceptsMissing;
            }

            value = measurement;
        }

        return Accepts(value);
    }

    private bool Accepts(MetadataValue value)
    {
        switch (value.Kind)
        {
            case MetadataValueKind.String when value.TryGetString(out string? text):
                return AcceptsText(text);
            case MetadataValueKind.Boolean:
                return value.TryGetBoolean(out bool flag) && flag ? _acceptsTrue : _acceptsFalse;
            case MetadataValueKind.Double when _patterns.Length == 0 && value.TryGetDouble(out double number):
                return IsInteger(number) ? Array.IndexOf(_integers, (long)number) >= 0 : Array.IndexOf(_doubles, number) >= 0;
            case >= MetadataValueKind.SByte and <= MetadataValueKind.UInt64
                when _patterns.Length == 0 && value.TryGetInt64(out long integer):
                return Array.IndexOf(_integers, integer) >= 0;
            default:
                return AcceptsText(value.ToCanonicalText());
        }
    }

    private bool AcceptsText(string text)
    {
        foreach (string accepted in _texts)
        {
            if (string.Equals(accepted, text, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        foreach (WildcardText pattern in _patterns)
        {
            if (pattern.IsMatch(text))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInteger(double number) => Math.Floor(number) == number && number is >= -BeyondInt64 and < BeyondInt64;

    // "0200" and "+1" are not the text of any integer, so they are compared as text only.
    private static long? IntegerOf(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer)
        && integer.ToString(CultureInfo.InvariantCulture) == text ? integer : null;

    private static double? DoubleOf(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        && string.Equals(CanonicalText.Of(number), text, StringComparison.OrdinalIgnoreCase) ? number : null;
}
