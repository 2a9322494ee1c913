using System.Globalization;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Takes a number for a time in seconds. The engine takes it for ticks of 100 nanoseconds, or in quotes for days, and
/// nobody means that.</summary>
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
