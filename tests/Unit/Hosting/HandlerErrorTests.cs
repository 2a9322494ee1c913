using System.Management.Automation;
using Telemetry.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

[Collection(SharedDispatcher.Name)]
public sealed class HandlerErrorTests : IDisposable
{
    private readonly FolderOnDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Theory]
    [InlineData("$x = 1\nif (", "Missing condition", typeof(ParseException))]
    [InlineData("$x = 1\nthrow 'bad'\n", "bad", typeof(RuntimeException))]
    [InlineData("$x = 1\n1/0\n", "divide by zero", typeof(DivideByZeroException))]
    [InlineData("$x = 1\nno-such-command\n", "no-such-command", typeof(CommandNotFoundException))]
    [InlineData("$x = 1\nRegister-TelemetryHandler h 'bad name' { }\n", "bad name", typeof(FormatException))]
    [InlineData("$x = 1\nRegister-TelemetryHandler h x { param($a, $b, $c, $d, $e) }\n", "four values", typeof(ArgumentException))]
    [InlineData("$x = 1\nRegister-TelemetryHandler -NoSuch 1\n", "NoSuch", typeof(ParameterBindingException))]
    [InlineData("$x = 1\n[int] 'x'\n", "Cannot convert", typeof(InvalidCastException))]
    public void Broken_script_is_reported_with_its_line_and_leaves_the_others_at_work(
        string script, string message, Type exception)
    {
        _disk.Write("a.ps1", FolderOnDisk.Handling("a", "folder.event", "a"));
        string broken = _disk.Write("b.ps1", script);
        _disk.Write("c.ps1", FolderOnDisk.Handling("c", "folder.event", "c"));

        using HandlerFolder folder = _disk.Open();

        HandlerScriptError error = _disk.TakeError();
        Assert.Equal((broken, broken, 2, true), (error.Script, error.File, error.Line, error.IsFatal));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.IsAssignableFrom(exception, error.Exception);
        Assert.NotNull(error.ErrorRecord);
        Assert.Equal($"{broken}:2: {error.Message}", error.ToString());
        Assert.Equal(["a", "c"], _disk.Emit("folder.event"));
    }

    [Fact]
    public void Error_that_is_not_terminating_is_reported_and_the_script_is_loaded()
    {
        string path = _disk.Write("a.ps1", "\n\nUnregister-TelemetryHandler none\n" + FolderOnDisk.Handling("a", "folder.event", "a"));

        using HandlerFolder folder = _disk.Open();

        HandlerScriptError error = _disk.TakeError();
        Assert.Equal((path, 3, false), (error.File, error.Line, error.IsFatal));
        Assert.Contains("'none'", error.Message, StringComparison.Ordinal);
        Assert.Equal((HandlerScriptState.Loaded, null), (folder.Scripts[0].State, folder.Scripts[0].Error));
        Assert.Equal(["a"], _disk.Emit("folder.event"));
    }

    [Fact]
    public void Error_in_a_file_that_the_script_calls_is_where_it_happened()
    {
        Directory.CreateDirectory(Path.Combine(_disk.Path, "lib"));
        string helper = _disk.Write("lib/helper.ps1", "\n\n\nthrow 'bad'");
        string script = _disk.Write("a.ps1", ". $PSScriptRoot/lib/helper.ps1");

        using HandlerFolder folder = _disk.Open();

        HandlerScriptError error = _disk.TakeError();
        Assert.Equal((script, helper, 4), (error.Script, error.File, error.Line));
    }

    [Fact]
    public void File_that_cannot_be_read_is_reported_without_a_line()
    {
        File.CreateSymbolicLink(Path.Combine(_disk.Path, "a.ps1"), Path.Combine(_disk.Path, "nowhere"));
        _disk.Write("b.ps1", FolderOnDisk.Handling("b", "folder.event", "b"));

        using HandlerFolder folder = _disk.Open();

        HandlerScriptError error = _disk.TakeError();
        Assert.Equal((0, null), (error.Line, error.ErrorRecord));
        Assert.IsAssignableFrom<IOException>(error.Exception);
        Assert.Equal($"{error.File}: {error.Message}", error.ToString());
        Assert.Equal(["b"], _disk.Emit("folder.event"));
    }

    [Fact]
    public void Subscriber_that_throws_keeps_no_other_from_being_told()
    {
        using HandlerFolder folder = _disk.Open();
        int told = 0;
        folder.ScriptFailed += (_, _) => throw new InvalidOperationException();
        folder.ScriptFailed += (_, _) => told++;
        folder.Reloaded += (_, _) => throw new InvalidOperationException();
        folder.Reloaded += (_, _) => told++;
        _disk.Write("a.ps1", "throw 'bad'");
        _disk.Write("b.ps1", "");

        folder.Reload();

        Assert.Equal(2, told);
    }

    [Fact]
    public void Subscriber_may_close_the_folder()
    {
        HandlerFolder? folder = null;
        _disk.Options.ScriptFailed += (_, _) => folder?.Dispose();
        folder = _disk.Open();
        _disk.Write("a.ps1", FolderOnDisk.Handling("a", "folder.event", "a"));
        _disk.Write("b.ps1", "throw 'bad'");

        folder.Reload();

        Assert.Empty(FolderOnDisk.AttachedIds);
    }
}
