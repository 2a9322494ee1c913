namespace Telemetry.Metrics;

/// <content>Selecting events, reading their values and finding their series, with the functions of the metric.</content>
internal sealed partial class MetricRecorder
{
    private bool IsKept(in EventData data)
    {
        try
        {
            if (_plan.Conditions is { } conditions && !conditions.IsMatch(in data))
            {
                return false;
            }

            if (Definition.Keep is not { } keep)
            {
                return true;
            }

            using RunningFunctions.Scope running = RunningFunctions.Begin(this, Definition.Name);
            return keep(in data);
        }
        catch (Exception e) when (_isFailure(e))
        {
            Count(MetricProblem.FilterFailed, in data, e);
            return false;
        }
    }

    private bool TryRead(in EventData data, out RecordedNumber number)
    {
        MetricProblem problem;
        if (_source == ValueSource.Key && data.TryGetMeasurement(_key, out MeasurementValue measurement))
        {
            // The most frequent one.
            if (_isIdentity && measurement.Kind == MetadataValueKind.Double && measurement.TryGetDouble(out double floating)
                && floating >= _minimum && floating <= double.MaxValue)
            {
                number = RecordedNumber.Of(floating);
                return true;
            }

            if (_plan.Conversion.TryConvert(measurement, out number, out problem) && !IsRefused(in number, ref problem))
            {
                return true;
            }

            Count(problem, in data);
            return false;
        }

        if (!TryReadValue(in data, out MetadataValue value))
        {
            number = default;
            return false;
        }

        if (value.Kind == MetadataValueKind.Null)
        {
            number = default;
            problem = MetricProblem.MissingMeasurement;
        }
        else if (_plan.Conversion.TryConvert(value, out number, out problem) && !IsRefused(in number, ref problem))
        {
            return true;
        }

        Count(problem, in data);
        return false;
    }

    private bool IsRefused(in RecordedNumber number, ref MetricProblem problem)
    {
        bool isRefused = number.Double < 0 && _plan.IsMonotonic;
        problem = isRefused ? MetricProblem.Negative : problem;
        return isRefused;
    }

    private bool TryReadValue(in EventData data, out MetadataValue value)
    {
        if (_source == ValueSource.Key)
        {
            data.TryGetMetadata(_key, out value);
            return true;
        }

        try
        {
            using RunningFunctions.Scope running = RunningFunctions.Begin(this, Definition.Name);
            value = Definition.Reader!(in data);
            return true;
        }
        catch (Exception e) when (_isFailure(e))
        {
            Count(MetricProblem.ReaderFailed, in data, e);
            value = default;
            return false;
        }
    }

    private bool TryFind(in EventData data, ref TagLookup lookup)
    {
        try
        {
            using RunningFunctions.Scope running = Table.HasFunctions ? RunningFunctions.Begin(this, Definition.Name) : default;
            Table.Find(in data, Slot, ref lookup);
            return true;
        }
        catch (Exception e) when (_isFailure(e))
        {
            Count(MetricProblem.TagFailed, in data, e);
            return false;
        }
    }
}
