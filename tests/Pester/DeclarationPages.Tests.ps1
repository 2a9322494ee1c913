# The page about declared events that the cmdlet writes. The form of the page is tested in tests/Unit.
Describe 'The page of declared events' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        Set-Content (Join-Path $TestDrive Page.events.psd1) "@{ Events = @(
            @{ Name = 'declpage.b'; Description = 'The second.' }, @{ Name = 'declpage.a'; Metadata = @{ k = 'a key' } } ) }"
        Import-TelemetryEventDeclaration (Join-Path $TestDrive Page.events.psd1)
        Import-Module (Get-RepositoryPath examples/Backup/Backup.psd1)
    }
    AfterAll { Remove-Module Backup }
    BeforeEach { $page = Join-Path $TestDrive "$([guid]::NewGuid()).md" }

    It 'is that of the example' {
        Export-TelemetryEventDeclaration $page -Module Backup

        Get-Content $page -Raw | Should -BeExactly ([IO.File]::ReadAllText((Get-RepositoryPath examples/Backup/events.md)))
    }

    It 'has the named events, in order, under the given title' {
        Export-TelemetryEventDeclaration $page declpage.* -Title 'My events'

        $lines = Get-Content $page
        $lines[0] | Should -Be '# My events'
        $lines -like '## *' | Should -Be '## declpage.a', '## declpage.b'
    }

    It 'has a span by its name' {
        Export-TelemetryEventDeclaration $page backup.job

        (Get-Content $page) -like '## *' | Should -Be '## backup.job'
    }

    It 'keeps the text around its blocks, and is not written if it is up to date' {
        Set-Content $page "Mine.`n<!-- declared: declpage.a -->`nold`n<!-- end -->`nAfter."
        Export-TelemetryEventDeclaration $page
        $time = (Get-Date).AddDays(-1)
        (Get-Item $page).LastWriteTime = $time

        Export-TelemetryEventDeclaration $page

        $text = Get-Content $page -Raw
        $text | Should -Match '^Mine\.[^|]*\|[^^]*\| any \| a key \|[^|]*After\.\s*$'
        $text | Should -Not -BeLike '*old*'
        (Get-Item $page).LastWriteTime | Should -Be $time
    }

    It 'is not written with -WhatIf' {
        Export-TelemetryEventDeclaration $page declpage.* -WhatIf

        Test-Path $page | Should -BeFalse
    }

    It 'without blocks is an error, and is replaced with -Force' {
        Set-Content $page 'Mine.'

        $problem = Get-ErrorOf { Export-TelemetryEventDeclaration $page declpage.* }
        Export-TelemetryEventDeclaration $page declpage.* -Force

        $problem.Id | Should -Be InvalidDeclarationFile
        $problem.Message | Should -BeLike '*the file has no block of declared events. Add the lines*'
        (Get-Content $page)[0] | Should -Be '# Events'
    }

    It 'is refused if <Problem>' -ForEach @(
        @{ Problem = 'a block has no end'; Id = 'InvalidDeclarationFile'; Message = '*: Line 1: the block*has no end.*'
            Code = { Set-Content $page '<!-- declared: declpage.a -->'; Export-TelemetryEventDeclaration $page } }
        @{ Problem = 'an event is not declared'; Id = 'EventNotDeclared'; Message = "No event 'declpage.x' is declared.*"
            Code = { Export-TelemetryEventDeclaration $page declpage.x } }
        @{ Problem = 'a module declares nothing'; Id = 'ModuleNotDeclared'
            Message = "No module 'Pester' with declared events is imported.*"
            Code = { Export-TelemetryEventDeclaration $page -Module Pester } }
        @{ Problem = 'a file is no assembly'; Id = 'InvalidDeclarationFile'; Message = '*'
            Code = { Set-Content "$page.dll" 'x'; Export-TelemetryEventDeclaration $page -AssemblyPath "$page.dll" } }
        @{ Problem = 'the path is no file'; Id = 'InvalidDeclarationFile'; Message = '*it is a path of Environment, and a file is needed.'
            Code = { Export-TelemetryEventDeclaration Env:\x declpage.* } }
    ) {
        $problem = Get-ErrorOf $Code

        $problem.Id | Should -Be $Id
        $problem.Message | Should -BeLike $Message
        $problem.IsTerminating | Should -BeTrue
    }

    It 'is written for an assembly' {
        $assembly = Join-Path $TestDrive 'DeclaredPage.dll'
        $references = [Telemetry.EventDeclarations].Assembly.Location, 'netstandard'
        Add-Type -OutputAssembly $assembly -ReferencedAssemblies $references -TypeDefinition @'
[assembly: Telemetry.DeclaredEvent("declpagedll.done", Description = "Done.")]
public class DeclaredPageType { }
'@

        Export-TelemetryEventDeclaration $page -AssemblyPath $assembly

        (Get-Content $page)[0] | Should -Be '# Events of DeclaredPage'
        (Get-Content $page) -like '## *' | Should -Be '## declpagedll.done'
    }
}
