# Declared events of scripts: files of declarations, modules that name them, the list, and the check of an emit.
BeforeAll {
    Import-Module "$PSScriptRoot/Common.psm1"

    function New-DeclarationFile([string] $Content, [string] $Name = 'Job.events.psd1') {
        $path = Join-Path $TestDrive $Name
        Set-Content -LiteralPath $path -Value $Content
        $path
    }

    # A module with declarations, and the function Send-Job, which emits.
    function New-DeclaringModule([string] $Name, [string] $Data, [string] $PrivateData, [string] $Code) {
        $folder = Join-Path $TestDrive $Name
        $null = New-Item -ItemType Directory $folder -Force
        if ($Data) {
            Set-Content (Join-Path $folder "$Name.events.psd1") $Data
        }

        Set-Content (Join-Path $folder "$Name.psm1") $Code
        Set-Content (Join-Path $folder "$Name.psd1") "@{
            RootModule = '$Name.psm1'; ModuleVersion = '1.0'; FunctionsToExport = '*'; PrivateData = @{ $PrivateData }
        }"
        $folder
    }

    function Get-Declared([string] $Name = '*') {
        @(Get-TelemetryEvent -Declared $Name | Where-Object EventName -notlike 'telemetry.*')
    }
}

Describe 'A file of declarations' {
    It 'declares events with their keys, in the order of the file' {
        $file = New-DeclarationFile "@{ Events = @( @{
            Name = 'decl.file.sent'
            Description = 'A file was sent.'
            Measurements = @{ bytes = @{ Type = 'Integer'; Unit = 'byte'; MetricType = 'Sum' }
                took = @{ Type = 'Duration'; Optional = `$true } }
            Metadata = @{ path = 'the file'; code = @{ Values = 200, 404; Description = 'the answer' }; any = @{}; none = `$null }
        } ) }"

        $declared = Import-TelemetryEventDeclaration $file -PassThru

        $declared.EventName | Should -Be 'decl.file.sent'
        $declared.Description | Should -Be 'A file was sent.'
        $declared.Source | Should -Be 'Job'
        $declared.Measurements | ForEach-Object { "$_" } | Should -Be 'bytes (Integer)', 'took (Duration, optional)'
        $declared.Measurements[0].Unit | Should -Be 'byte'
        $declared.Measurements[0].MetricType | Should -Be 'Sum'
        $declared.Metadata.Key | Should -Be 'path', 'code', 'any', 'none'
        $declared.Metadata[0].Description | Should -Be 'the file'
        $declared.Metadata[1].Values | Should -Be '200', '404'
        (Get-TelemetryEvent -Declared decl.file.*).EventName | Should -Be 'decl.file.sent'
    }

    It 'takes a list of keys' {
        $file = New-DeclarationFile "@{ Events = @{ Name = 'decl.keys'; Measurements = 'a', 'b'; Metadata = 'c' } }"

        $declared = Import-TelemetryEventDeclaration $file -PassThru

        $declared.Measurements.Key | Should -Be 'a', 'b'
        $declared.Metadata.Key | Should -Be 'c'
    }

    It 'declares the three events of a span' {
        $file = New-DeclarationFile "@{ Spans = @( @{
            Name = 'decl.span'; Metadata = @{ id = '' }; Measurements = @{ files = @{} }; StopMetadata = @{ result = '' }
        } ) }"

        $declared = Import-TelemetryEventDeclaration $file -PassThru

        $declared.EventName | Should -Be 'decl.span.start', 'decl.span.stop', 'decl.span.exception'
        $declared.Span | Sort-Object -Unique | Should -Be 'decl.span'
        $declared[1].Measurements.Key | Should -Be 'duration', 'monotonic_time', 'files'
        $declared[1].Metadata.Key | Should -Be 'result', 'id', 'telemetry_span_context', 'telemetry_span_parent'
    }

    It 'replaces what was imported from the same file' {
        $null = New-DeclarationFile "@{ Events = @{ Name = 'decl.old' } }" same.psd1
        Import-TelemetryEventDeclaration (Join-Path $TestDrive same.psd1)
        $null = New-DeclarationFile "@{ Events = @{ Name = 'decl.new' } }" same.psd1
        Import-TelemetryEventDeclaration (Join-Path $TestDrive same.psd1)

        (Get-Declared decl.new).EventName | Should -Be 'decl.new'
        Get-Declared 'decl.old*' | Should -BeNullOrEmpty
    }

    It 'is refused if <Problem>' -ForEach @(
        @{ Problem = 'an option is unknown'; Content = "@{ Events = @(`n@{ Name = 'e'; Mesurements = @{} } ) }"
            Message = ":2: event 1 ('e'): there is no option 'Mesurements'. Did you mean 'Measurements'?" }
        @{ Problem = 'a list is unknown'; Content = "@{ Event = @() }"
            Message = ":1: the file: there is no option 'Event'. Did you mean 'Events'?" }
        @{ Problem = 'an option of a key is unknown'
            Content = "@{ Events = @{ Name = 'e'; Measurements = @{ n = @{`nUnits = 'byte' } } } }"
            Message = ":2: event 1 ('e'), measurement 'n': there is no option 'Units'. Did you mean 'Unit'?" }
        @{ Problem = 'a type is unknown'; Content = "@{ Events = @{ Name = 'e'; Measurements = @{ n = @{ Type = 'Intger' } } } }"
            Message = ":1: event 1 ('e'), measurement 'n': there is no Type 'Intger'. Did you mean 'Integer'?" }
        @{ Problem = 'a measurement is text'; Content = "@{ Events = @{ Name = 'e'; Measurements = @{ n = @{ Type = 'Text' } } } }"
            Message = "there is no Type 'Text'. Known are Integer, Number, Duration, Time." }
        @{ Problem = 'a metric type is unknown'
            Content = "@{ Events = @{ Name = 'e'; Measurements = @{ n = @{ MetricType = 'Summry' } } } }"
            Message = "there is no MetricType 'Summry'. Did you mean 'Summary'?" }
        @{ Problem = 'a unit is no word'; Content = "@{ Events = @{ Name = 'e'; Measurements = @{ n = @{ Unit = 'a b' } } } }"
            Message = "'a b' is not a unit. Write one word" }
        @{ Problem = 'a name is missing'; Content = "@{ Events = @{ Description = 'x' } }"
            Message = ':1: event 1: it has no name. Add the option Name.' }
        @{ Problem = 'a name is invalid'; Content = "@{ Spans = @{ Name = 'a..b' } }"; Message = ":1: span 1 ('a..b'): " }
        @{ Problem = 'an event is declared twice'; Content = "@{ Events = @{ Name = 'e' },`n@{ Name = 'E' } }"
            Message = ":2: event 2 ('E'): the file declares 'E' before this. Rename or remove one of them." }
        @{ Problem = 'a flag is text'; Content = "@{ Events = @{ Name = 'e'; Metadata = @{ k = @{ Optional = 'no' } } } }"
            Message = "Optional is 'no'. Write `$true or `$false." }
        @{ Problem = 'a key is a number'; Content = "@{ Events = @{ Name = 'e'; Metadata = @{ k = 5 } } }"
            Message = "metadata 'k': it is 5. Write its description, or a table of its options." }
        @{ Problem = 'a span has a reserved key'; Content = "@{ Spans = @{ Name = 's'; Measurements = 'duration' } }"
            Message = "Measurement 'duration' of span 's' is reserved" }
        @{ Problem = 'it contains a command'; Content = "@{ Events = @{ Name = (Get-Date) } }"; Message = 'The file is read as data' }
        @{ Problem = 'it is broken'; Content = '@{ Events = '; Message = ':1: ' }
        @{ Problem = 'it is a list'; Content = "'a', 'b'"
            Message = "it is a list. Write a table: @{ Events = @( $([char] 0x2026) ); Spans = @( $([char] 0x2026) ) }." }
    ) {
        $file = New-DeclarationFile $Content bad.psd1

        $problem = Get-ErrorOf { Import-TelemetryEventDeclaration $file }

        $problem.Id | Should -Be InvalidDeclarationFile
        $problem.Category | Should -Be InvalidData
        $problem.Target | Should -Be $file
        $problem.IsTerminating | Should -BeTrue
        $problem.Message | Should -BeLike "*bad.psd1*$([WildcardPattern]::Escape($Message))*"
    }

    It 'is declared as a whole or not at all, with all errors in one message' {
        $file = New-DeclarationFile "@{ Events = @(`n@{ Name = 'decl.fine' }`n@{ Nam = 'x' }`n@{ Name = 'y'; Spans = 1 } ) }"

        $problem = Get-ErrorOf { Import-TelemetryEventDeclaration $file }

        $problem.Message -split "`r?`n" | Should -HaveCount 4
        $problem.Message | Should -BeLike '*has 3 errors:*:3: *:3: *:4: *'
        Get-Declared decl.fin* | Should -BeNullOrEmpty
    }

    It 'that does not exist is an error, and the others of a pipeline are read' {
        $file = New-DeclarationFile "@{ Events = @{ Name = 'decl.piped' } }" piped.psd1

        $problem = Get-ErrorOf { (Join-Path $TestDrive missing.psd1), $file | Import-TelemetryEventDeclaration }

        $problem.Id | Should -Be InvalidDeclarationFile
        $problem.Message | Should -BeLike '*missing.psd1: There is no such file.'
        $problem.IsTerminating | Should -BeFalse
        (Get-Declared decl.piped).EventName | Should -Be decl.piped
    }
}

Describe 'A module that declares events' {
    AfterEach { Get-Module DeclaringModule* | Remove-Module -Force }

    It 'is found without set-up, and its declarations leave with it' {
        $folder = New-DeclaringModule DeclaringModule -Data "@{ Events = @{ Name = 'declmod.done' } }" -PrivateData (
            "Telemetry = @{ Events = 'DeclaringModule.events.psd1' }")
        Get-Declared declmod.* | Should -BeNullOrEmpty

        Import-Module $folder
        $declared = Get-Declared declmod.*
        Remove-Module DeclaringModule

        $declared.EventName | Should -Be 'declmod.done'
        $declared.Source | Should -Be 'DeclaringModule'
        [Telemetry.EventDeclarations]::Default.List() | Where-Object Name -like 'declmod.*' | Should -BeNullOrEmpty
        Get-Declared declmod.* | Should -BeNullOrEmpty
    }

    It 'runs its own OnRemove all the same' {
        $folder = New-DeclaringModule DeclaringModule -Data "@{ Events = @{ Name = 'declmod.done' } }" -PrivateData (
            "Telemetry = @{ Events = 'DeclaringModule.events.psd1' }") -Code (
            '$ExecutionContext.SessionState.Module.OnRemove = { $env:declRemoved = 1 }')
        Import-Module $folder
        $null = Get-Declared

        Remove-Module DeclaringModule

        $env:declRemoved | Should -Be 1
        $env:declRemoved = $null
    }

    It 'may name its files in PSData, or contain its declarations' {
        Import-Module (New-DeclaringModule DeclaringModule -Data "@{ Events = @{ Name = 'declmod.psdata' } }" -PrivateData (
                "PSData = @{ Telemetry = @{ Events = @('DeclaringModule.events.psd1') } }"))
        Import-Module (New-DeclaringModule DeclaringModule2 -Data '' -PrivateData (
                "Telemetry = @{ Events = @(@{ Name = 'declmod.inline'; Metadata = @{ b = ''; a = 'x' } })
                    Spans = @{ Name = 'declmod.span' } }"))

        $declared = Get-Declared declmod.*

        $declared.EventName | Should -Be @(
            'declmod.inline', 'declmod.psdata', 'declmod.span.exception', 'declmod.span.start', 'declmod.span.stop')
        $declared[0].Metadata.Key | Should -Be 'a', 'b'
    }

    It 'is read again after it was imported again' {
        $folder = New-DeclaringModule DeclaringModule -Data "@{ Events = @{ Name = 'declmod.one' } }" -PrivateData (
            "Telemetry = @{ Events = 'DeclaringModule.events.psd1' }")
        Import-Module $folder
        $null = Get-Declared
        Set-Content (Join-Path $folder DeclaringModule.events.psd1) "@{ Events = @{ Name = 'declmod.two' } }"

        Import-Module $folder -Force

        (Get-Declared declmod.*).EventName | Should -Be 'declmod.two'
    }

    It 'whose file is not valid is an error of each query until it is mended' {
        $folder = New-DeclaringModule DeclaringModule -Data "@{ Events = @{ Nam = 'declmod.bad' } }" -PrivateData (
            "Telemetry = @{ Events = 'DeclaringModule.events.psd1' }")
        Import-Module $folder

        1..2 | ForEach-Object {
            $problem = Get-ErrorOf { Get-TelemetryEvent -Declared }
            $problem.Id | Should -Be InvalidDeclarationFile
            $problem.IsTerminating | Should -BeFalse
            $problem.Message | Should -BeLike "*DeclaringModule.events.psd1*there is no option 'Nam'*"
        }

        Set-Content (Join-Path $folder DeclaringModule.events.psd1) "@{ Events = @{ Name = 'declmod.good' } }"
        (Get-Declared declmod.*).EventName | Should -Be 'declmod.good'
    }

    It 'with another value than a table is an error that says what to write' {
        Import-Module (New-DeclaringModule DeclaringModule -PrivateData "Telemetry = 'DeclaringModule.events.psd1'")

        (Get-ErrorOf { Get-TelemetryEvent -Declared }).Message | Should -BeLike (
            "*DeclaringModule.psd1: Telemetry in PrivateData is 'DeclaringModule.events.psd1'. Write a table, as in @{ Telemetry = *")
    }

    It 'leaves with its session' {
        $folder = New-DeclaringModule DeclaringModule -Data "@{ Events = @{ Name = 'declmod.session' } }" -PrivateData (
            "Telemetry = @{ Events = 'DeclaringModule.events.psd1' }")

        $run = Invoke-InFreshSession "Import-Module '$folder'; (Get-TelemetryEvent -Declared declmod.*).EventName"

        $run.Output | Should -Be 'declmod.session'
        [Telemetry.EventDeclarations]::Default.List() | Where-Object Name -like 'declmod.*' | Should -BeNullOrEmpty
    }
}

Describe 'The list of declared events' {
    BeforeAll {
        Import-TelemetryEventDeclaration (New-DeclarationFile "@{ Events = @(
            @{ Name = 'decllist.b'; Description = 'An event with a description that does not fit into one line.'
               Measurements = @{ bytes = @{ Unit = 'byte' } }; Metadata = @{ status = @{ Values = 'ok', 'failed'; Optional = `$true } } }
            @{ Name = 'decllist.a' }
        ) }" list.psd1)
    }

    It 'is sorted, and narrowed by names and wildcards' {
        (Get-TelemetryEvent -Declared decllist.*).EventName | Should -Be 'decllist.a', 'decllist.b'
        (Get-TelemetryEvent DECLLIST.A -Declared).EventName | Should -Be 'decllist.a'
        ('decllist.b' | Get-TelemetryEvent -Declared).EventName | Should -Be 'decllist.b'
    }

    It 'has an error for a name that is not declared' {
        $problem = Get-ErrorOf { Get-TelemetryEvent -Declared decllist.c }

        $problem.Id | Should -Be EventNotDeclared
        $problem.Category | Should -Be ObjectNotFound
        $problem.IsTerminating | Should -BeFalse
        $problem.Message | Should -BeLike "No event 'decllist.c' is declared. Did you mean 'decllist.*'*"
    }

    It 'fits 80 columns, and breaks no word' {
        $lines = (Get-TelemetryEvent -Declared decllist.b | Format-Table | Out-String -Width 80) -split "`r?`n" | Where-Object { $_ }

        $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
        $lines[2] | Should -Be 'decllist.b               An event with a        bytes (byte)    status? (ok|'
        $lines[3].Trim() | Should -Be 'description that does                  failed)'
    }

    It 'shows all as a list' {
        $text = Get-TelemetryEvent -Declared decllist.b | Format-List | Out-String -Width 80

        $text | Should -Match 'Measurements : bytes \(Number, byte\)'
        $text | Should -Match 'Metadata     : status \(Any, ok\|failed, optional\)'
    }

    It 'has the declarations of assemblies' {
        $name = 'DeclaringAssembly' + [guid]::NewGuid().ToString('n')
        $references = [Telemetry.EventDeclarations].Assembly.Location, 'netstandard'
        Add-Type -OutputAssembly (Join-Path $TestDrive "$name.dll") -ReferencedAssemblies $references -TypeDefinition @'
[assembly: Telemetry.DeclaredEvent("decldll.done", Description = "Done.")]
[assembly: Telemetry.DeclaredField("decldll.done", Telemetry.DeclaredFieldPart.Measurement, "n", Telemetry.DeclaredType.Integer)]
public class DeclaringType { }
'@
        Add-Type -Path (Join-Path $TestDrive "$name.dll")

        $declared = Get-TelemetryEvent -Declared decldll.*

        $declared.EventName | Should -Be 'decldll.done'
        $declared.Measurements.Key | Should -Be 'n'
    }
}

Describe 'A strict emit' {
    BeforeAll {
        Import-TelemetryEventDeclaration (New-DeclarationFile "@{
            Events = @{ Name = 'strict.sent'; Measurements = @{ bytes = @{ Type = 'Integer' } }
                Metadata = @{ status = @{ Values = 'ok', 'failed' } } }
            Spans = @{ Name = 'strict.job'; Metadata = 'id'; Measurements = @{ files = @{ Type = 'Integer' } } }
        }" strict.psd1)
        $good = @{ EventName = 'strict.sent'; Measurements = @{ bytes = 3 }; Metadata = @{ status = 'ok' } }
    }
    AfterEach { Clear-TelemetryHandler }

    It 'as declared warns of nothing' {
        (Get-StreamsOf { Invoke-TelemetryEvent @good -Strict }).Warning | Should -BeNullOrEmpty
    }

    It 'warns of <Problem>' -ForEach @(
        @{ Problem = 'a misspelt key'; Change = @{ Measurements = @{ bytes = 1; byts = 3 } }
            Message = "The measurement 'byts' of event 'strict.sent' is not declared. Did you mean 'bytes'?*" }
        @{ Problem = 'a missing key'; Change = @{ Metadata = @{} }
            Message = "Event 'strict.sent' lacks its declared metadata 'status'.*" }
        @{ Problem = 'another type'; Change = @{ Measurements = @{ bytes = 1.5 } }
            Message = "Measurement 'bytes' of event 'strict.sent' is '1.5', of type Double, but is declared as Integer.*" }
        @{ Problem = 'a value that is not declared'; Change = @{ Metadata = @{ status = 'okay' } }
            Message = "Metadata 'status' of event 'strict.sent' is 'okay', which is not a declared value.*" }
        @{ Problem = 'an event that is not declared'; Change = @{ EventName = 'strict.sen' }
            Message = "Event 'strict.sen' is not declared. Did you mean 'strict.sent'?*" }
    ) {
        $calls = Register-Recorder strict.*
        $arguments = $good.Clone()
        $Change.GetEnumerator() | ForEach-Object { $arguments[$_.Key] = $_.Value }

        $warnings = (Get-StreamsOf { Invoke-TelemetryEvent @arguments -Strict }).Warning

        $warnings | Should -HaveCount 1
        $warnings | Should -BeLike $Message
        $calls | Should -HaveCount 1
        (Get-StreamsOf { Invoke-TelemetryEvent @arguments }).Warning | Should -BeNullOrEmpty
    }

    It 'warns of each problem once, for a pipeline of events' {
        $items = 1..3 | ForEach-Object { [pscustomobject] @{ Measurements = @{ byts = $_; bytes = $_ }; Metadata = @{ status = 'ok' } } }

        (Get-StreamsOf { $items | Invoke-TelemetryEvent strict.sent -Strict }).Warning | Should -HaveCount 1
    }

    It 'is emitted before -WarningAction Stop ends the script' {
        $calls = Register-Recorder strict.*

        $problem = Get-ErrorOf { Invoke-TelemetryEvent strict.sent -Strict -WarningAction Stop }

        $problem.IsTerminating | Should -BeTrue
        $calls | Should -HaveCount 1
    }

    It 'checks the start and the end of a span' {
        $warnings = (Get-StreamsOf {
                Invoke-TelemetrySpan strict.job @{ di = 1 } { $_.Measurements.files = 2; $_.Measurements.flies = 3 } -Strict
            }).Warning

        $warnings | Should -HaveCount 4
        $warnings | Should -BeLike "*event 'strict.job.st*"
        ($warnings -like "*'flies' of event 'strict.job.stop'*Did you mean 'files'*") | Should -HaveCount 1
    }

    It 'of a span as declared warns of nothing' {
        (Get-StreamsOf { Invoke-TelemetrySpan strict.job @{ id = 1 } { $_.Measurements.files = 2 } -Strict }).Warning |
            Should -BeNullOrEmpty
    }

    It 'of a span that fails checks its end, and fails as the block does' {
        $streams = Get-StreamsOf {
            try { Invoke-TelemetrySpan strict.job @{ id = 1 } { $_.Measurements.flies = 2; throw 'broken' } -Strict }
            catch { "$_" }
        }

        $streams.Output | Should -Be 'broken'
        $streams.Warning | Should -BeLike "*'flies' of event 'strict.job.exception'*Did you mean 'files'*"
    }

    It 'leaves no handler behind' {
        Invoke-TelemetrySpan strict.job @{ id = 1 } { $_.Measurements.files = 2 } -Strict
        Get-TelemetryHandler | Should -BeNullOrEmpty
    }
}

Describe 'A strict trace' {
    BeforeAll {
        Import-TelemetryEventDeclaration (New-DeclarationFile "@{ Events = @{ Name = 'stricttrace.sent'; Metadata = 'path' } }" trace.psd1)
    }

    It 'warns of emits from scripts, C# and other sessions' {
        $warnings = (Get-StreamsOf {
                Trace-TelemetryEvent -Strict {
                    Invoke-TelemetryEvent stricttrace.sent -Metadata @{ pth = 1; path = 2 }
                    [Telemetry.TelemetryDispatcher]::Default.GetEvent('stricttrace.sent').Execute()
                    $null = Invoke-InFreshSession 'Invoke-TelemetryEvent stricttrace.sent -Metadata @{ path = 1; paht = 2 }'
                    Invoke-TelemetryEvent stricttrace.sen
                    Invoke-TelemetryEvent completely.different
                }
            }).Warning

        $warnings | Should -HaveCount 4
        $warnings[0] | Should -BeLike "*'pth'*Did you mean 'path'*"
        $warnings[1] | Should -BeLike "*lacks its declared metadata 'path'*"
        $warnings[2] | Should -BeLike "*'paht'*Did you mean 'path'*"
        $warnings[3] | Should -BeLike "Event 'stricttrace.sen' is not declared. Did you mean 'stricttrace.sent'?*"
    }

    It 'writes the events as it does otherwise' {
        $events = Trace-TelemetryEvent -Strict { Invoke-TelemetryEvent stricttrace.sent -Metadata @{ path = 1 } } -WarningVariable warnings

        $events.EventName | Should -Be 'stricttrace.sent'
        $warnings | Should -BeNullOrEmpty
    }

    It 'fails a test by -WarningAction Stop' {
        { Trace-TelemetryEvent -Strict { Invoke-TelemetryEvent stricttrace.sent } -WarningAction Stop } | Should -Throw '*stricttrace.sent*'
    }

    It 'warns if none of its events is declared' {
        (Get-StreamsOf { Trace-TelemetryEvent -Strict { Invoke-TelemetryEvent nobody.declares.this } }).Warning |
            Should -BeLike 'None of these events is declared*'
    }

    It 'finds the declarations of a module that its block imports' {
        $folder = New-DeclaringModule DeclaringModule3 -Data "@{ Events = @{ Name = 'declmod3.done'; Metadata = 'path' } }" -PrivateData (
            "Telemetry = @{ Events = 'DeclaringModule3.events.psd1' }") -Code (
            'function Send-Job { Invoke-TelemetryEvent declmod3.done -Metadata @{ Paths = 1 } }')

        $warnings = (Get-StreamsOf { Trace-TelemetryEvent -Strict { Import-Module $folder; Send-Job } }).Warning

        $warnings | Should -HaveCount 2
        Remove-Module DeclaringModule3
    }
}
