using System.Management.Automation.Host;

namespace Telemetry.Tests.Support;

/// <summary>A host that keeps what it is told to show.</summary>
internal sealed class RecordingHost : SilentHost
{
    private readonly RecordingUI _ui;

    public RecordingHost()
        : this(new RecordingUI())
    {
    }

    private RecordingHost(RecordingUI ui)
        : base(ui) => _ui = ui;

    public IReadOnlyList<string> Lines => _ui.Snapshot();

    private sealed class RecordingUI : SilentUI
    {
        private readonly List<string> _lines = [];

        public override PSHostRawUserInterface RawUI => null!;

        public override void Write(string value) => Add(value);

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Add(value);

        public override void WriteLine(string value) => Add(value);

        public override void WriteErrorLine(string value) => Add(value);

        public override void WriteWarningLine(string message) => Add(message);

        public override void WriteVerboseLine(string message) => Add(message);

        public override void WriteDebugLine(string message) => Add(message);

        public string[] Snapshot()
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }

        private void Add(string line)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }
        }
    }
}
