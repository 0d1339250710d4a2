// Made of 02-word-vectors.ipynb by 'dotnet run --project build/Notebooks -- --apps': change the notebook, not this file.
#:property PublishAot=false
#:project ../src/MLSeq.Interactive/MLSeq.Interactive.csproj
#:property UsesMicrosoftML=true

using MLSeq.Embeddings;
using MLSeq.Embeddings.Projection;
using MLSeq.Interactive;
using MLSeq.Interactive.Charts;
using MLSeq.Interactive.Texts;

// The page with the pictures lies where the app was started; files are named from where the app lies.
var notebook = new ConsoleNotebook("02-word-vectors.html");
Directory.SetCurrentDirectory((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
ShownValue display(object value) => notebook.Show(value);

// # 2. Word vectors
//
// One-hot rows know nothing of meaning. Word vectors are learned from the company that words keep: words that occur
// among the same words get similar vectors. This notebook loads vectors that were trained on the documentation of .NET,
// asks them and draws them.

var vectors = WordVectors.Load("../models/api-vectors/api-vectors.bin");
display($"{vectors.Count} words of {vectors.Dimensions} dimensions");

display(TextTable.Of("Nearest to 'encrypt'", vectors.MostSimilar("encrypt", 8)));

// Similarity is the cosine of the angle between two vectors. Directions mean something, too: what leads from *open* to
// *close* leads from *start* to a word that ends things.

display(TextTable.Of("open is to close as start is to ...", vectors.Analogy("open", "close", "start", 5)));

display(vectors.DoesntMatch(["read", "write", "append", "certificate"]));

// A hundred dimensions do not fit on a page. t-SNE lays the words out in two so that neighbours stay neighbours; what
// is far apart means little.

string[] centres = ["encrypt", "socket", "xml", "thread", "culture"];
var words = centres.SelectMany(centre => vectors.MostSimilar(centre, 14).Select(near => (Word: near.Word, Group: centre)).Prepend((Word: centre, Group: centre))).DistinctBy(w => w.Word).ToList();
var values = words.SelectMany(w => vectors[w.Word].Span.ToArray().Select(v => v / vectors[w.Word].Norm)).ToArray();
var layout = new TSne(new() { Perplexity = 10, Seed = 1 }).Fit(values, vectors.Dimensions);
display(new PlotView(new ScatterPlot([.. words.Select(w => w.Word)], layout.Points, [.. words.Select(w => w.Group)], new() { Title = "Words of five fields", Width = 900, Height = 620 })));

notebook.Save();
