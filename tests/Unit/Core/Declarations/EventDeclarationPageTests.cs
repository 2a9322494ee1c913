namespace Telemetry.Tests.Core;

public sealed class EventDeclarationPageTests
{
    private static readonly EventDeclaration s_sent = new(
        "page.sent",
        "A file was sent.",
        [new("bytes", DeclaredType.Integer, "the size", "byte"), new("took", DeclaredType.Duration, isOptional: true)],
        [new MetadataDeclaration("status", DeclaredType.Text, "the result | outcome.", ["ok", "failed"])]);

    private static readonly EventDeclaration s_bare = new("page.bare");

    private static readonly IReadOnlyList<EventDeclaration> s_span = EventDeclaration.ForSpan(
        "page.job", "A job runs.", [new("id")], [new("files", DeclaredType.Integer, "the files")]);

    [Fact]
    public void Page_has_a_section_for_each_event_and_each_span() => Assert.Equal(
        """
        # My events

        <!-- declared: * -->

        ## page.sent

        A file was sent.

        | measurement | type | unit | meaning |
        | --- | --- | --- | --- |
        | `bytes` | integer | byte | the size |
        | `took` | duration |  | optional |

        | metadata | type | meaning |
        | --- | --- | --- |
        | `status` | text | the result \| outcome; one of `ok`, `failed` |

        ## page.bare

        The event has no measurements and no metadata.

        ## page.job

        A job runs. The operation is a span: its events end with `.start` and `.stop` or, if it fails, `.exception`.

        | key | part | type | meaning |
        | --- | --- | --- | --- |
        | `files` | measurements of `stop`, `exception` | integer | the files |
        | `id` | metadata of `start`, `stop`, `exception` | any |  |

        <!-- end -->

        """.ReplaceLineEndings("\n"),
        EventDeclarationPage.Create("My events", [s_sent, s_bare, .. s_span]));

    [Fact]
    public void Page_that_was_created_is_up_to_date()
    {
        EventDeclaration[] declarations = [s_sent, s_bare, .. s_span];
        string page = EventDeclarationPage.Create("My events", declarations);

        Assert.True(EventDeclarationPage.HasBlocks(page));
        Assert.Equal(page, EventDeclarationPage.Update(page, declarations));
    }

    [Fact]
    public void Block_of_one_name_has_its_tables_alone_and_other_text_is_kept()
    {
        const string Page = "# Mine\r\n\r\n<!-- declared: page.job -->\r\nold\r\n<!-- end -->\r\nAfter.\r\n";

        string updated = EventDeclarationPage.Update(Page, [s_sent, .. s_span]);

        Assert.Equal(
            "# Mine\r\n\r\n<!-- declared: page.job -->\r\n\r\n| key | part | type | meaning |\r\n| --- | --- | --- | --- |\r\n"
            + "| `files` | measurements of `stop`, `exception` | integer | the files |\r\n"
            + "| `id` | metadata of `start`, `stop`, `exception` | any |  |\r\n\r\n<!-- end -->\r\nAfter.\r\n",
            updated);
    }

    [Theory]
    [InlineData("page.*", 3)]
    [InlineData("page.sent, page.bare", 2)]
    [InlineData("page.job*", 1)]
    [InlineData("page.job.st*, page.sent", 2)]
    public void Block_selects_by_names_and_patterns(string selection, int sections)
    {
        string updated = EventDeclarationPage.Update(
            $"<!-- declared: {selection} -->\n<!-- end -->\n", [s_sent, s_bare, .. s_span]);

        Assert.Equal(sections, updated.Split("\n## ").Length - 1);
    }

    [Theory]
    [InlineData("a\n<!-- declared: * -->\nb\n", "Line 2: the block '*' has no end. Add the line <!-- end -->.")]
    [InlineData(
        "<!-- declared: * -->\n<!-- declared: * -->\n<!-- end -->\n", "Line 1: the block '*' has no end. Add the line <!-- end -->.")]
    [InlineData(
        "<!-- declared: page.snt -->\n<!-- end -->", "Line 1: no event 'page.snt' is declared. Correct the name, or remove the block.")]
    public void Wrong_block_is_an_error_with_its_line(string page, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => EventDeclarationPage.Update(page, [s_sent])).Message);

    [Fact]
    public void Page_without_blocks_has_none_and_is_left_as_it_is()
    {
        const string Page = "# Mine\n\nSee `<!-- declared: * -->` in a text.\n";

        Assert.False(EventDeclarationPage.HasBlocks(Page));
        Assert.Equal(Page, EventDeclarationPage.Update(Page, [s_sent]));
    }
}
