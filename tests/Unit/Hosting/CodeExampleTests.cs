using System.Globalization;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>Compiles and runs the C# that the pages show, each example as a program of its own. Not beside other tests, as
/// it takes the process's console.</summary>
[Trait("Category", "Slow")]
[Collection(SharedDispatcher.Name)]
public sealed class CodeExampleTests
{
    public static TheoryData<string, int, string, string> Examples() => DocumentedExample.All("csharp");

    [Theory]
    [MemberData(nameof(Examples))]
    public void Program_prints_what_its_page_says(string page, int line, string code, string output)
    {
        Action<string[]> run = CompiledProgram.Compile($"{page}, line {line}", code);
        TextWriter console = Console.Out;
        CultureInfo culture = CultureInfo.CurrentCulture;
        using var written = new StringWriter();
        Console.SetOut(written);

        // The pages show numbers and times of no country.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            run([]);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
            Console.SetOut(console);
        }

        Assert.Equal(DocumentedExample.Stable(output), DocumentedExample.Stable(written.ToString().ReplaceLineEndings("\n").TrimEnd('\n')));
        Assert.Empty(TelemetryDispatcher.Default.List());
    }
}
