using System.Diagnostics;
using OpenTelemetry;

namespace Telemetry.Otlp.Engine;

/// <summary>Passes recorded activities on when they stop.</summary>
internal sealed class RecordedActivities(Action<Activity> stopped) : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.Recorded)
        {
            stopped(data);
        }
    }
}
