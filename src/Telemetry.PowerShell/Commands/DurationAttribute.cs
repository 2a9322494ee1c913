using System.Globalization;
using System.Management.Automation;
using System.Numerics;

namespace Telemetry.Commands;

/// <summary>Converts the argument of a duration: a TimeSpan, a number of seconds, or text such as <c>500ms</c>. The engine would
/// read a number as ticks of 100 nanoseconds or, in quotes, as days, which nobody means.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DurationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether null and blank text, which is an empty cell of a table, are <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public bool BlankIsInfinite { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapper ? wrapper.BaseObject : inputData;
        if (BlankIsInfinite && (value is null || (value is string blank && string.IsNullOrWhiteSpace(blank))))
        {
            return Timeout.InfiniteTimeSpan;
        }

        if (value is null or TimeSpan)
        {
            return value;
        }

        return TextOf(inputData!, value) is { } text && DurationText.TryParse(text, out TimeSpan duration)
            ? duration
            : throw new ArgumentTransformationMetadataException(
                $"'{inputData}' is not a duration. Give a number of seconds, such as 10 or 0.5; a number with a unit, such as 500ms, "
                + "10s, 5m, 1h or 1d; or a TimeSpan.");
    }

    // The parser makes numbers of 10s and 1d, which are a short integer and a decimal. Their wrapper keeps the text that was typed.
    private static string? TextOf(object argument, object value) => value switch
    {
        string text => text,
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal or BigInteger =>
            argument is PSObject && argument.ToString() is { } typed && typed.Any(IsOfUnit)
                ? typed
                : Convert.ToString(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static bool IsOfUnit(char c) => char.IsLetter(c) && c is not ('e' or 'E');
}
