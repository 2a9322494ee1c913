using System.Globalization;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Converts a number to a time in seconds. The engine would read it as ticks of 100 nanoseconds or, in quotes, as
/// days, which nobody means.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecondsAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapper ? wrapper.BaseObject : inputData;
        bool isNumber = value is int or long or double or decimal or string;
        return isNumber
            && double.TryParse(
                Convert.ToString(value, CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds
                ? new TimeSpan((long)(seconds * TimeSpan.TicksPerSecond))
                : inputData;
    }
}
