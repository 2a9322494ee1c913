using System.Globalization;

namespace Telemetry.Metrics;

/// <content>Values and lists.</content>
internal sealed partial class MetricStateReader
{
    private List<T> ReadList<T>(Func<T> read)
    {
        var items = new List<T>();
        foreach (int _ in _json.ReadItems())
        {
            items.Add(read());
        }

        return items;
    }

    private string ReadText(string key) => _json.ReadValue().Value as string ?? throw WrongType(key, "text");

    private MetricType ReadType(string key)
    {
        string text = ReadText(key);
        return Enum.TryParse(text, out MetricType type) && type.ToString() == text ? type : throw WrongType(key, "a type of metrics");
    }

    private DateTime ReadTime(string key) =>
        DateTime.TryParseExact(ReadText(key), "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime time)
        && time.Kind == DateTimeKind.Utc
            ? time
            : throw WrongType(key, "a point in time");

    private long ReadInteger(string key) => _json.ReadValue().Value is long integer ? integer : throw WrongType(key, "an integer");

    private double ReadDouble(string key) =>
        ReadNumber(key).TryGetDouble(out double number) && !double.IsNaN(number) && !double.IsInfinity(number)
            ? number
            : throw WrongType(key, "a finite number");

    // With casts, as the switch would make a double of an integer.
    private MeasurementValue ReadNumber(string key) => _json.ReadValue().Value switch
    {
        long integer => (MeasurementValue)integer,
        double number => (MeasurementValue)number,
        "NaN" => (MeasurementValue)double.NaN,
        "Infinity" => (MeasurementValue)double.PositiveInfinity,
        "-Infinity" => (MeasurementValue)double.NegativeInfinity,
        _ => throw WrongType(key, "a number"),
    };

    private MetricException WrongType(string key, string expected) => Invalid($"The '{key}' of a metric is not {expected}.");

    private MetricException Invalid(string problem) => FileErrors.Create(_path, _json.Line, MetricErrorKind.InvalidMetricFile, problem);
}
