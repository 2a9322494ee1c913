using Telemetry.Tests.Support;

namespace Telemetry.Tests.Packages;

/// <summary>The script that runs the Pester tests, on small suites: whatever is wrong with a suite must fail the run.</summary>
[Trait("Category", "Slow")]
public sealed class PesterSuiteTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telemetry-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Suite_that_passes_is_counted_with_what_it_skipped()
    {
        Add("It 'passes' { 1 | Should -Be 1 }; It 'is skipped' -Skip { }");
        Add("It 'passes' { 2 | Should -Be 2 }");

        Assert.Equal((0, "Pester tests: 2 passed, 0 failed, 1 skipped"), await RunAsync());
    }

    [Fact]
    public async Task Suite_starts_the_same_PowerShell_and_Pester_in_processes_of_its_own()
    {
        string shell = Repository.PathOf("tools", "Shell.ps1");
        Add(
            $$"""
            BeforeAll { . '{{shell}}' }
            It 'by Invoke-Shell' { Invoke-Shell -NoProfile -Command '$PSHOME' | Should -Be $PSHOME }
            It 'by name' { pwsh -NoProfile -Command '$PSHOME' | Should -Be $PSHOME }
            It 'with Pester' {
                Invoke-Shell -NoProfile -Command '(Get-Command Invoke-Pester).Module.Path' | Should -Be (Get-Module Pester).Path
            }
            """);

        Assert.Equal((0, "Pester tests: 3 passed, 0 failed, 0 skipped"), await RunAsync());
    }

    [Theory]
    [InlineData("It 'fails' { 1 | Should -Be 2 }; It 'passes' { 1 | Should -Be 1 }", "1 passed, 1 failed, 0 skipped")]
    [InlineData("It 'is skipped' -Skip { }", "0 passed, 0 failed, 1 skipped")]
    [InlineData("AfterAll { throw 'broken' }; It 'passes' { 1 | Should -Be 1 }", "1 passed, 1 failed, 0 skipped")]
    public async Task Suite_in_which_a_test_fails_or_none_passes_fails(string tests, string counts)
    {
        Add(tests);

        Assert.Equal((1, $"Pester tests: {counts}"), await RunAsync());
    }

    [Theory]
    [InlineData("} not a script {")]
    [InlineData("throw 'cannot be read'")]
    [InlineData("# It was moved elsewhere.")]
    public async Task Suite_with_a_file_that_is_broken_or_has_no_tests_fails(string file)
    {
        Add("It 'passes' { 1 | Should -Be 1 }");
        File.WriteAllText(Path.Combine(_folder.FullName, "Other.Tests.ps1"), file);

        Assert.Equal((1, "Pester tests: 1 passed, 1 failed, 0 skipped"), await RunAsync());
    }

    [Fact]
    public async Task Suite_without_files_fails() =>
        Assert.Equal((1, "Pester tests: 0 passed, 0 failed, 0 skipped"), await RunAsync());

    private void Add(string tests) => File.WriteAllText(
        Path.Combine(_folder.FullName, $"Suite{_folder.GetFiles().Length}.Tests.ps1"), $"Describe 'suite' {{ {tests} }}");

    private async Task<(int ExitCode, string LastLine)> RunAsync()
    {
        ProcessResult result = await PowerShellProgram.RunAsync(
            "-File", Repository.PathOf("tools", "Invoke-PesterTest.ps1"), "-Path", _folder.FullName);
        return (result.ExitCode, result.Lines.LastOrDefault() ?? result.Error);
    }
}
