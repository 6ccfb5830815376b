/// What the commands `tintype images …` tell about the images of a server.
@NullMarked
package dev.tintype.cli.images;

import org.jspecify.annotations.NullMarked;
