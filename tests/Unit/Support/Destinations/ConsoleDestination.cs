using System.Globalization;
using System.Text;
using Telemetry.Metrics;
using Telemetry.Reporters;

namespace Telemetry.Tests.Support;

/// <summary>A writer, which fails while it is away.</summary>
internal sealed class ConsoleDestination : Destination
{
    private readonly Writer _writer = new();

    internal override Reporter Create(MetricRegistry registry) =>
        new ConsoleReporter(new() { Registry = registry, Output = _writer, Interval = TimeSpan.FromDays(1) });

    internal override long Arrived() => _writer.ToString()
        .Split(Environment.NewLine)
        .Where(line => line.EndsWith(" job.count", StringComparison.Ordinal))
        .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture));

    internal override void GoAway() => _writer.IsAway = true;

    internal override void ComeBack() => _writer.IsAway = false;

    public override void Dispose() => _writer.Dispose();

    private sealed class Writer : StringWriter
    {
        internal bool IsAway { get; set; }

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(string? value)
        {
            if (IsAway)
            {
                throw new IOException("The terminal is closed.");
            }

            base.Write(value);
        }
    }
}
