using Telemetry.Tests.Support;

namespace Telemetry.Tests.Docs;

/// <summary>The links between the pages, and from them to other files here.</summary>
public sealed class LinkTests
{
    [Fact]
    public void Every_link_leads_to_a_file_and_every_anchor_to_a_heading()
    {
        List<string> broken = [];
        int links = 0;
        foreach (DocumentedPage page in DocumentedPage.Linked)
        {
            foreach (string link in page.Links.Where(link => !link.Contains("://", StringComparison.Ordinal)))
            {
                links++;
                if (!Leads(page, link))
                {
                    broken.Add($"{page.Path}: {link}");
                }
            }
        }

        Assert.Empty(broken);
        Assert.True(links > 50, $"Only {links} links were found.");
    }

    // A page that no other one names is found by nobody.
    [Fact]
    public void Every_page_can_be_reached_from_the_start_page()
    {
        var reached = new HashSet<string>();
        var waiting = new Queue<string>(["docs/README.md"]);
        while (waiting.TryDequeue(out string? path))
        {
            if (reached.Add(path))
            {
                DocumentedPage page = DocumentedPage.Open(path);
                foreach (string target in page.Links.Select(link => Resolve(page, link)).Where(IsOfDocs))
                {
                    waiting.Enqueue(target);
                }
            }
        }

        Assert.Empty(
            DocumentedPage.All.Select(page => page.Path).Where(page => page.StartsWith("docs/", StringComparison.Ordinal)).Except(reached));
        Assert.Contains(DocumentedPage.Open("README.md").Links, link => link == "docs/README.md");
    }

    private static bool IsOfDocs(string target) =>
        target.StartsWith("docs/", StringComparison.Ordinal)
        && target.EndsWith(".md", StringComparison.Ordinal)
        && File.Exists(Repository.PathOf(target));

    private static bool Leads(DocumentedPage page, string link)
    {
        string target = Resolve(page, link);
        string path = Repository.PathOf(target);
        int hash = link.IndexOf('#', StringComparison.Ordinal);
        return hash < 0
            ? File.Exists(path) || Directory.Exists(path)
            : File.Exists(path) && DocumentedPage.Open(target).Anchors.Contains(link[(hash + 1)..]);
    }

    /// <summary>What a link on a page names, by its path in the repository.</summary>
    private static string Resolve(DocumentedPage page, string link)
    {
        string path = link.Split('#')[0];
        string file = path.Length == 0
            ? Repository.PathOf(page.Path)
            : Path.Combine(Path.GetDirectoryName(Repository.PathOf(page.Path))!, path);
        return Path.GetRelativePath(Repository.Root, Path.GetFullPath(file)).Replace('\\', '/');
    }
}
